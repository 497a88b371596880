import Foundation
import JobRunner
import Postgres
import Publishing
import Reports
import ReportWriters
import Schedule
import StateStore
import Testing
import TestServers
import TestSupport
import Values

/// Editions: what is in them, and what becomes of them when something goes wrong.
@Suite struct EditionTests {
  private static func run(
    _ request: RunRequest, _ sample: EditionSample
  ) throws -> [String: ReportOutcome] {
    try sample.publish(request)
  }

  private static func run(of outcome: ReportOutcome?) throws -> PublishedRun {
    try EditionSample.run(of: outcome)
  }

  private static func files(of folder: String) throws -> [(name: String, data: Data)] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
    }
  }

  @Test func `no cost is in any file of an edition, and its cells are those of the report`() throws
  {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      let request = try sample.request(output: "\(folder)/out")
      let outcomes = try Self.run(request, sample)
      let canaries = try sample.canaries(of: outcomes)
      #expect(canaries.texts.count > 300)
      #expect(outcomes.count == 2 * sample.definitions.count - 2)
      // A run of all reports makes no roll-forward but at a month's end.
      for definition in sample.definitions where definition.name != "roll-forward" {
        let report = try Self.run(of: outcomes[definition.name])
        var inReport: Set<String> = []
        for file in try Self.files(of: report.folder) {
          inReport.formUnion(try canaries.found(unpacking: file.data))
        }
        let hasCosts = definition.tables.flatMap(\.columns).contains { $0.reveals == .cost }
        // Else the search would find nothing anywhere.
        #expect(inReport.count > 3 || !hasCosts, "\(definition.name)")
        let edition = try Self.run(of: outcomes["\(definition.name).stores"])
        let files = try Self.files(of: edition.folder)
        #expect(files.count == 3 + 2 * definition.tables.count)
        for file in files {
          let found = try canaries.found(unpacking: file.data)
          #expect(found.isEmpty, "\(definition.name): \(file.name) has \(found)")
        }
        try Self.expectSameCells(edition, as: report, of: definition)
      }
      try Reference.expectAgreement(
        "compare_formats.py",
        outcomes.keys.filter { $0.hasSuffix(".stores") }.sorted().map {
          try Self.run(of: outcomes[$0]).folder
        })
      let verification = Verification(
        output: request.output, of: sample.definitions.withEditions)
      #expect(try verification.findings() == [])
    }
  }

  /// The listed cells of each row, in the order of the report or, of a query, in their own.
  private static func expectSameCells(
    _ edition: PublishedRun, as report: PublishedRun, of definition: ReportDefinition
  ) throws {
    let listed = try #require(definition.editions.first)
    #expect(edition.facts.rows.keys.sorted() == listed.tables.map(\.key).sorted())
    for table in listed.tables {
      let full = try EditionSample.rows(table.key, of: report)
      let places = try table.columns.map { try #require(full.first?.firstIndex(of: $0)) }
      var expected = full.map { row in places.map { row[$0] } }
      let found = try EditionSample.rows(table.key, of: edition)
      if case .query = definition.table(table.key)?.source {
        #expect(expected != found, "the query's own order is in the edition")
        // By store and product, the ids among its columns.
        expected = [expected[0]] + expected.dropFirst().sorted { ($0[0], $0[2]) < ($1[0], $1[2]) }
      }
      #expect(found == expected, "\(definition.name).\(table.key)")
    }
  }

  @Test func `an edition says nothing of what it leaves out`() throws {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      var request = try sample.request(output: "\(folder)/out")
      request.definitions = sample.definitions.filter { $0.name == "inventory-valuation" }
      let outcomes = try Self.run(request, sample)
      let report = try Self.run(of: outcomes["inventory-valuation"]).facts
      let edition = try Self.run(of: outcomes["inventory-valuation.stores"]).facts
      #expect(edition.runID == report.runID)
      #expect(edition.editionOf == "inventory-valuation" && report.editionOf == nil)
      #expect(edition.editionList?.hasPrefix("sha256:") == true && report.editionList == nil)
      #expect(edition.period == report.period && edition.asOf == report.asOf)
      #expect(edition.parameters == report.parameters)
      #expect(edition.totals["detail"]?.keys.sorted() == ["quantity"])
      #expect(edition.totals["detail"]?["quantity"] == report.totals["detail"]?["quantity"])
      #expect(edition.prices == nil && edition.ledger == nil && edition.policyHash == nil)
      // The rows of Detail may be compared; of all other checks there is a number.
      #expect(edition.checks.map(\.name) == ["usual-rows", "full-report"])
      #expect(
        edition.checks.last?.title.hasSuffix("further checks of the full report passed.") == true)
    }
  }

  @Test func `an edition does not say which reports the full one was made of`() throws {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      var request = try sample.request(output: "\(folder)/out")
      request.definitions = sample.definitions.filter {
        ["inventory-valuation", "roll-forward"].contains($0.name)
      }
      request.areNamed = true
      // The first day of a month, which begins the series.
      request.dates = .day(try #require(Day("2026-11-01")))
      let outcomes = try Self.run(request, sample)
      let report = try Self.run(of: outcomes["roll-forward"]).facts
      #expect(report.inputs?.map(\.report) == ["inventory-valuation"])
      let edition = try Self.run(of: outcomes["roll-forward.stores"])
      #expect(edition.facts.inputs == nil)
      let manifest = try String(
        contentsOfFile: "\(edition.folder)/datapackage.json", encoding: .utf8)
      #expect(!manifest.contains("inputs"))
    }
  }

  @Test func `a report that is left out leaves no run of its editions behind`() throws {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      var request = try sample.request(output: "\(folder)/out")
      request.definitions = sample.definitions.filter {
        ["low-stock", "roll-forward"].contains($0.name)
      }
      let state = try StateDatabase(folder: folder + "/state")
      let result = try JobRunner(
        request, state: state, logger: quiet, cancellation: RunCancellation()
      ).run(on: sample.database.settings)
      #expect(
        result.outcomes.filter(\.isPublished).map(\.report).sorted() == [
          "low-stock", "low-stock.stores",
        ])
      let history = RunHistory(state, output: OutputPath.real(request.output))
      #expect(
        Set(try history.records(limit: 100).map(\.report)) == ["low-stock", "low-stock.stores"])
    }
  }

  @Test func `a missing edition is made by the next run, and the report stays as it is`() throws {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      var request = try sample.request(output: "\(folder)/out")
      request.definitions = sample.definitions.filter { $0.name == "movement-summary" }
      let first = try Self.run(of: try Self.run(request, sample)["movement-summary"])
      let edition = "\(request.output)/movement-summary.stores"
      // What a process leaves that dies after the report and before the edition.
      try FileManager.default.removeItem(atPath: edition)
      let dead = "\(edition)/.runs/.\(first.id).partial"
      try FileManager.default.createDirectory(atPath: dead, withIntermediateDirectories: true)
      try Data("half".utf8).write(to: URL(fileURLWithPath: dead + "/report.json"))

      let all = request.definitions.withEditions
      let verification = Verification(output: request.output, of: all)
      let findings = try verification.findings()
      #expect(findings.map(\.kind) == [.missingEdition])
      #expect(findings.first?.path == "\(edition)/2026-11-21")
      let now = try Instant(iso: EditionSample.now)
      let items = try DueWork(
        all, calendar: request.calendar, output: request.output, catchUp: 1
      ).items(at: now)
      #expect(items.map(\.definition.name) == ["movement-summary.stores"])
      // It is made with its report.
      let made = DueWork.made(items, with: request.definitions)
      #expect(made.map(\.definition.name) == ["movement-summary"])

      let healed = try Self.run(request, sample)
      guard case .alreadyPublished(let same)? = healed["movement-summary"]?.ending else {
        Issue.record("the report was issued again")
        return
      }
      #expect(same.id == first.id)
      #expect(healed["movement-summary.stores"]?.isPublished == true)
      #expect(try verification.findings() == [])
      #expect(!FileManager.default.fileExists(atPath: dead))
      // Now there is nothing to do.
      let third = try Self.run(request, sample)
      #expect(third.values.allSatisfy { !$0.isPublished && $0.error == nil })
      #expect(third.count == 2)
    }
  }

  @Test func `an edition of another list is issued again, without what the former one had`() throws
  {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      var request = try sample.request(output: "\(folder)/out")
      request.definitions = sample.definitions.filter { $0.name == "movement-summary" }
      _ = try Self.run(request, sample)
      request.definitions[0].editions[0].tables = [
        .init(key: "detail", columns: ["sku", "unit", "sold"])
      ]
      let outcomes = try Self.run(request, sample)
      #expect(outcomes["movement-summary"]?.isPublished == false)
      let run = try Self.run(of: outcomes["movement-summary.stores"])
      #expect(run.facts.reissue?.reason == "the list of its columns changed")
      #expect(run.facts.reissue?.differences == nil)
      #expect(run.facts.totals.mapValues { $0.keys.sorted() } == ["detail": ["sold"]])
    }
  }

  @Test func `an edition that fails leaves the report published, and a later run makes it`() throws
  {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      var request = try sample.request(output: "\(folder)/out")
      request.definitions = sample.definitions.filter { $0.name == "low-stock" }
      let place = "\(request.output)/low-stock.stores/.runs"
      let period = "\(request.output)/low-stock.stores/2026-11-22"
      // Something of another's stands where the edition is to be shown.
      try FileManager.default.createDirectory(
        atPath: "\(period)/theirs", withIntermediateDirectories: true)
      let outcomes = try Self.run(request, sample)
      #expect(outcomes["low-stock"]?.isPublished == true)
      #expect(outcomes["low-stock.stores"]?.error != nil)
      #expect(try RunID.count(in: place) == 0)
      try FileManager.default.removeItem(atPath: period)
      #expect(try Self.run(request, sample)["low-stock.stores"]?.isPublished == true)
      // Where not even its lock can be had.
      try FileManager.default.removeItem(atPath: place)
      try Data().write(to: URL(fileURLWithPath: place))
      let locked = try Self.run(request, sample)
      #expect(locked["low-stock"]?.isPublished == true)
      #expect(locked["low-stock.stores"]?.error is PublishingError)
    }
  }

  @Test func `an edition that is no longer defined is pruned like its report, and not due`() throws
  {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      var request = try sample.request(output: "\(folder)/out")
      request.definitions = sample.definitions.filter { $0.name == "movement-summary" }
      // Days of the schedule, and a period that somebody asked for by hand.
      func day(_ text: String) throws -> Day { try #require(Day(text)) }
      let days = try ["2026-11-17", "2026-11-18", "2026-11-19"].map {
        RunRequest.Dates.day(try day($0))
      }
      for dates in days + [.range(try day("2026-11-20"), try day("2026-11-21"))] {
        request.dates = dates
        let made = try Self.run(request, sample).values
        #expect(made.count == 2 && made.allSatisfy(\.isPublished), "\(made.compactMap(\.error))")
      }
      for index in request.definitions.indices { request.definitions[index].editions = [] }
      let now = try Instant(iso: EditionSample.now)
      let board = StatusBoard(
        request.definitions.withEditions, calendar: request.calendar, output: request.output,
        state: nil, catchUp: 1)
      #expect(try board.reports(at: now).map(\.definition.name) == ["movement-summary"])
      #expect(try Verification(output: request.output, of: request.definitions).findings() == [])
      let work = PruneWork(
        output: request.output, retention: Retention(daily: 2, monthly: 0),
        definitions: request.definitions, state: nil)
      for name in ["movement-summary", "movement-summary.stores"] {
        let periods = try work.plan(name).periods.map(\.text)
        #expect(periods == ["2026-11-17"], "\(name)")
        #expect(try work.perform(name, now: now).pruning.runs.count == 1)
      }
    }
  }
}

extension RunID {
  /// How many finished runs a folder has.
  fileprivate static func count(in folder: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder).count { RunID($0) != nil }
  }
}
