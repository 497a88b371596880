import Benchmark
import Foundation
import ReportWriters
import Reports
import SampleRows
import Values

let benchmarks: @Sendable () -> Void = {
  let table = SampleTable(rows: 200_000)
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuUser, .cpuSystem, .throughput, .peakMemoryResident],
    warmupIterations: 1, maxDuration: .seconds(20), maxIterations: 10)

  for formats in [[.csv], [.json], [.xlsx], [.csv, .json, .xlsx]] as [[ReportFormat]] {
    let words = formats.map(\.rawValue).joined(separator: " + ")
    Benchmark("200,000 rows of 14 cells: \(words)") { benchmark in
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "row-benchmarks-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      benchmark.startMeasurement()
      try table.write(formats, to: folder)
      benchmark.stopMeasurement()
    }
  }

  let numbers = table.rows.flatMap(\.cells).compactMap { cell in
    if case .number(let value) = cell { value } else { nil }
  }
  let texts = numbers.map { ExactDecimal.text($0, scale: 2) }
  Benchmark("Decimals into text") { benchmark in
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64)
    for number in numbers {
      bytes.removeAll(keepingCapacity: true)
      ExactDecimal.append(number, scale: 2, to: &bytes)
      blackHole(bytes.count)
    }
  }
  Benchmark("Decimals out of text") { benchmark in
    for text in texts { blackHole(ExactDecimal.parse(text, scale: 2)) }
  }
  Benchmark("Quantity by price, rounded") { benchmark in
    for number in numbers {
      blackHole(ExactDecimal.value(quantity: Int64(truncatingIfNeeded: number), price: 12_345))
    }
  }
}
