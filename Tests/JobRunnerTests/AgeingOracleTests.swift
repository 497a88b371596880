import Demo
import Foundation
import JobRunner
import Reports
import Testing
import TestServers
import TestSupport
import Values

/// stock-ageing of random ledgers, with every defect that the schema allows, against the reference.
struct AgeingOracleTests {
  /// What a folder of `random_ledger.py` asks for.
  private struct Run: Decodable {
    var zone: String
    var now: String
    var date: String
  }

  @Test func `random ledgers agree with the reference, of all stores and of some`() throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["REFERENCE_SEED"] ?? "\(Int.random(in: 0..<1_000_000))"
    let number = environment["REFERENCE_LEDGERS"] ?? "3"
    print("REFERENCE_SEED=\(seed)")
    try withTemporaryFolder { folder in
      let made = try Program.run(
        TestPython.path,
        [
          "\(Places.reference)/random_ledger.py", "\(folder)/data", "--seed", seed, "--number",
          number,
        ], environment: ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"])
      try #require(made.code == 0, "\(made.errors)")
      var batch: [[String]] = []
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/data").sorted() {
        batch += try publish("\(folder)/data/\(name)", in: "\(folder)/out/\(name)")
      }
      let file = folder + "/batch.json"
      try JSONEncoder().encode(batch).write(to: URL(fileURLWithPath: file))
      try Reference.expectAgreement("recompute.py", ["--batch", file])
    }
  }

  /// Runs the report of a ledger, of all stores and of one; gives what the reference is to be asked.
  private func publish(_ data: String, in output: String) throws -> [[String]] {
    let run = try JSONDecoder().decode(
      Run.self, from: Data(contentsOf: URL(fileURLWithPath: "\(data)/run.json")))
    let now = try Instant(iso: run.now.replacing(" ", with: "T"))
    let database = try TestDatabase(InventorySchema.all)
    try database.fill(from: data)
    let state = try database.state(
      in: "\(output)/state", seen: SeenPrices(file: "\(data)/prices.json"))
    let finance = "\(data)/finance-policy.json"
    let definition = try ReportCatalogue.loadReport(folder: "\(Places.reports)/stock-ageing")
    let store = try database.value("SELECT store_id FROM stock_movements ORDER BY 1 LIMIT 1") ?? ""
    return try [["date": run.date], ["date": run.date, "stores": store]].map { parameters in
      var request = try RunRequest(
        [definition], areNamed: true, output: "\(output)/\(parameters.count)", zone: run.zone,
        now: now)
      try request.set(parameters)
      request.finance = try FinancePolicy.load(file: finance)
      request.formats = [.csv, .json]
      request.memory = parameters.count == 1 ? nil : 0
      let folders = try request.publish(on: database.settings, state: state)
      return try Reference.arguments(
        definition, parameters: parameters, data: data, now: now, zone: run.zone,
        policy: "", finance: finance, prices: "\(data)/prices.json",
        published: try #require(folders["stock-ageing"]))
    }
  }
}
