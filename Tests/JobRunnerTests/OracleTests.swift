import Foundation
import JobRunner
import Reports
import ReportWriters
import Testing
import TestServers
import TestSupport
import Values

/// Every table against an independent recomputation from the exported rows, cell by cell.
struct OracleTests {
  @Test(arguments: DataSet.all)
  func `all reports agree with the reference`(_ data: DataSet) throws {
    let catalogue = try Places.ofDatabase.get()
    let database = try TestDatabase()
    try data.fill(database)
    let now = try Instant(iso: data.now)
    let prices = try SeenPrices(before: now, in: database)
    try withTemporaryFolder { folder in
      try database.export(to: folder)
      let state = try database.state(in: folder + "/state", seen: prices)
      let priceFile = folder + "/prices.json"
      try prices.json().write(to: URL(fileURLWithPath: priceFile))
      let policy = folder + "/policy.json"
      try Reference.json(yaml: data.policy).write(to: URL(fileURLWithPath: policy))
      let finances = try ["standard", "fifo", "average"].map { carrying in
        let text = DataSet.finance(carrying: carrying)
        let file = "\(folder)/finance-\(carrying).json"
        try Reference.json(yaml: text).write(to: URL(fileURLWithPath: file))
        return (policy: try FinancePolicy.parse(text, file: "finance-policy.yml"), file: file)
      }
      var batch: [[String]] = []
      var published: [String] = []
      for (number, parameters) in try data.parameterSets(database).enumerated() {
        var request = try RunRequest(
          catalogue, output: "\(folder)/out-\(number)", zone: data.zone, now: now)
        try request.set(parameters)
        request.policy = try ReorderPolicy.parse(data.policy, file: "policy.yml")
        let finance = finances[number % finances.count]
        request.finance = finance.policy
        // Columns in memory, in files, and some in each.
        request.memory = [nil, 0, 64 << 10][number % 3]
        request.formats = number == 0 ? [.csv, .csvExcel, .json, .xlsx] : [.csv, .json, .xlsx]
        let folders = try request.publish(on: database.settings, state: state)
        for definition in catalogue {
          let run = try #require(folders[definition.name])
          published.append(run)
          batch.append(
            try Reference.arguments(
              definition, parameters: parameters, data: folder, now: now, zone: data.zone,
              policy: policy, finance: finance.file, prices: priceFile, published: run))
        }
      }
      let file = folder + "/batch.json"
      try JSONEncoder().encode(batch).write(to: URL(fileURLWithPath: file))
      try Reference.expectAgreement("recompute.py", ["--batch", file])
      try Reference.expectAgreement("compare_formats.py", published)
    }
  }
}
