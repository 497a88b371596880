import Demo
import EmbeddedPostgres
import Foundation
import Publishing
import Reports
import StateStore
import Testing
import TestServers
import TestSupport

/// A folder in which the program runs, with a database, settings, and a former run in `out`.
struct Workplace {
  /// Whatever happens, this may appear nowhere.
  static let secret = "s3cret-Pa55w0rd"
  /// A day that is over wherever the tests run.
  static let day = "2020-01-01"

  /// The database of all runs of the program that only read: two shops, two more of one name, and two
  /// products of one SKU.
  static let database = Result {
    let database = try TestDatabase(
      given: "\(Places.reports)/inventory-valuation/example/given.sql")
    try database.execute(
      """
      INSERT INTO products_inventory (product_id, name, sku)
      SELECT id::uuid, 'One of two', 'TWO'
      FROM unnest(ARRAY['00000000-0000-0000-0000-00000000000a',
                        '00000000-0000-0000-0000-00000000000b']) id;
      INSERT INTO stock_levels (product_id, store_id, store_name)
      SELECT '00000000-0000-0000-0000-000000000001', id::uuid, 'Twin'
      FROM unnest(ARRAY['0c000000-0000-0000-0000-000000000001',
                        '0c000000-0000-0000-0000-000000000002']) id;
      -- Something was known of the shop long before any day that a test asks for.
      INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
        quantity_after, created_at)
      VALUES ('00000000-0000-0000-0000-000000000001', '0c000000-0000-0000-0000-000000000001',
        'ADJUSTMENT', 0, 0, 0, '2019-06-01T09:00:00+07')
      """)
    return database
  }

  /// A folder that `out` is copied from: each report published once, for ``day``.
  private static let former = Result {
    let folder = NSTemporaryDirectory() + "end-to-end-former-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { Workplace.removeFormer() }
    let place = Workplace(folder: folder, database: try database.get())
    let outcome = try place.run("run", "--all", "--date", day)
    guard outcome.code == 0 else { throw CannotGoOn("no former run: \(outcome.errors)") }
    // A database of another ledger may be lent to it, which has lost nothing.
    for report in try Places.ofDatabase.get().map(\.name) {
      // A report of month ends has no `latest` for a day within one.
      let runs = "\(place.output)/\(report)/.runs"
      for run in try FileManager.default.contentsOfDirectory(atPath: runs) {
        let manifest = "\(runs)/\(run)/datapackage.json"
        guard FileManager.default.fileExists(atPath: manifest) else { continue }
        try String(contentsOfFile: manifest, encoding: .utf8)
          .replacing(/"recent_movements" : [0-9]+,\s*/, with: "")
          .write(toFile: manifest, atomically: false, encoding: .utf8)
      }
    }
    return folder
  }

  private static func removeFormer() {
    guard case .success(let folder) = former else { return }
    try? FileManager.default.removeItem(atPath: folder)
  }

  let folder: String
  var environment: [String: String]
  /// The words of a command that the program is started by, if any.
  var starter: [String] = []

  private init(folder: String, database: TestDatabase) {
    self.folder = folder
    environment = [
      "DB_HOST": database.cluster.folder, "DB_PORT": "5432", "DB_USER": "postgres",
      "DB_NAME": database.name, "DB_PASSWORD": Self.secret,
      "REPORT_STATE": folder + "/state", "REPORT_DEFINITIONS": Places.reports,
      "REPORT_TIME_ZONE": "Asia/Bangkok",
      // What the log looks like elsewhere is the subject of LogTests.
      "REPORT_LOG_FORMAT": "text",
    ]
  }

  /// Lends a workplace and removes it at the end.
  static func lend(
    _ database: TestDatabase? = nil, _ body: (inout Workplace) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let shared = try self.database.get()
      try FileManager.default.copyItem(
        atPath: try former.get() + "/out", toPath: folder + "/out")
      var place = Workplace(folder: folder, database: database ?? shared)
      _ = try place.statePlace.begin(acceptingLoss: true)
      try body(&place)
    }
  }

  /// Lends a workplace without a former run to what waits for browsers, and removes it at the end.
  static func lendToBrowsers(
    _ database: TestDatabase, _ body: (Workplace) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      try await body(Workplace(folder: folder, database: database))
    }
  }

  /// The output folder.
  var output: String { folder + "/out" }

  /// The state of the output folder.
  var statePlace: StatePlace { StatePlace(folder: folder + "/state", output: output) }

  /// Removes the state, and begins with an empty one, as somebody who knows.
  func forgetAll() throws {
    try FileManager.default.removeItem(atPath: folder + "/state")
    #expect(try run("state", "init", "--accept-loss").code == 0)
  }

  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Starts the program.
  func start(_ arguments: [String]) throws -> Program {
    let words = starter + [try Program.inventoryReports.get()] + arguments
    return try Program("/usr/bin/env", words, environment: environment, folder: folder)
  }

  /// Starts the site on a free port, and waits until it listens; also where it is, and the link that
  /// lets the first person sign in.
  func serve() throws -> (site: Program, address: String, link: String) {
    let site = try start(["serve", "--listen", "127.0.0.1:0", "--log-level", "info"])
    try waitUntil("the site listens") {
      try !site.isRunning || site.said().contains(/token=\S+\n/)
    }
    let text = try site.said()
    let address = try #require(text.firstMatch(of: #/at (http://127\.0\.0\.1:[0-9]+)/#)).1
    let link = try #require(text.firstMatch(of: #/http://\S+token=\S+/#)).0
    return (site, String(address), String(link))
  }

  /// Runs the program to its end; a secret in what it says is a failure.
  func run(_ arguments: [String]) throws -> Program.Outcome {
    let outcome = try start(arguments).wait()
    #expect(!(outcome.output + outcome.errors).contains(Self.secret), "the secret is shown")
    return outcome
  }

  func run(_ arguments: String...) throws -> Program.Outcome { try run(arguments) }

  /// Runs the program, which must fail with one message, and leave the output as it was.
  func expectFailure(
    _ arguments: [String], code: Int32, says words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try Self.contents(of: output)
    let outcome = try run(arguments)
    #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    // What led to it is told before it.
    let messages = outcome.errors.split(separator: "\n").filter {
      $0.hasPrefix("inventory-reports: ") && !$0.hasPrefix("inventory-reports: warning: ")
        || $0.hasPrefix("Error: ")
    }
    #expect(messages.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(
        messages.first?.contains(word) == true, "no '\(word)' in: \(outcome.errors)",
        sourceLocation: sourceLocation)
    }
    #expect(
      try Self.contents(of: output) == before, "the output changed", sourceLocation: sourceLocation)
    guard FileManager.default.fileExists(atPath: output + "/inventory-valuation") else { return }
    // Not by the program, which has no settings to go by here.
    #expect(
      try Verification(output: output, of: Places.catalogue.get()).findings() == [],
      sourceLocation: sourceLocation)
  }

  /// Everything in a folder: what each entry is and holds.
  static func contents(of folder: String) throws -> [String: String] {
    let files = FileManager.default
    var contents: [String: String] = [:]
    for name in files.enumerator(atPath: folder).map({ $0.compactMap { $0 as? String } }) ?? []
    where !"/\(name)".contains("/.state/") {
      let path = "\(folder)/\(name)"
      switch try files.attributesOfItem(atPath: path)[.type] as? FileAttributeType {
      case .typeSymbolicLink:
        contents[name] = "-> " + (try files.destinationOfSymbolicLink(atPath: path))
      case .typeDirectory:
        contents[name] = "folder"
      default:
        contents[name] = ContentHash.sha256([UInt8](files.contents(atPath: path) ?? Data()))
      }
    }
    return contents
  }
}

extension TestDatabase {
  /// Adds a movement of nothing long ago, so that something is known of any day that a test asks for.
  func beginLedger() throws {
    try execute(
      """
      INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
        quantity_after, created_at)
      SELECT product_id, store_id, 'ADJUSTMENT', 0, 0, 0, '2019-06-01T09:00:00+07'
      FROM stock_levels LIMIT 1
      """)
  }
}

/// A way to start the program that must fail.
struct Failure: Sendable, CustomTestStringConvertible {
  var name: String
  var arguments = ["run", "inventory-valuation", "--date", Workplace.day, "--force"]
  var environment: [String: String] = [:]
  var files: [String: String] = [:]
  var code: Int32
  var says: [String]

  var testDescription: String { name }

  /// Writes the files, sets the environment, and expects the failure.
  func check() throws {
    try Workplace.lend { place in
      for (name, text) in files { try place.write(text, to: name) }
      place.environment.merge(environment) { $1 }
      try place.expectFailure(arguments, code: code, says: says)
    }
  }
}
