import Benchmark
import Reports

@testable import Postgres
@testable import ReportWriters

/// Ten thousand rows of a valuation: what each step costs by itself, without a server or a file.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], maxDuration: .seconds(2), maxIterations: 2_000)

  Benchmark("decimals as text") { benchmark in
    var bytes: [UInt8] = []
    for _ in benchmark.scaledIterations {
      bytes.removeAll(keepingCapacity: true)
      for value in SampleRows.amounts { ExactDecimal.append(value, scale: 2, to: &bytes) }
    }
    blackHole(bytes)
  }

  Benchmark("values at a price") { benchmark in
    var sum: Int128 = 0
    for _ in benchmark.scaledIterations {
      for quantity in SampleRows.quantities {
        sum += ExactDecimal.value(quantity: quantity, price: 12_345)
      }
    }
    blackHole(sum)
  }

  Benchmark("rows as CSV") { benchmark in
    let encoder = CSVRowEncoder(
      table: SampleRows.table, calendar: SampleRows.calendar, formulaGuard: false)
    var bytes: [UInt8] = []
    for _ in benchmark.scaledIterations {
      bytes.removeAll(keepingCapacity: true)
      SampleRows.forEach { encoder.append($0, to: &bytes) }
    }
    blackHole(bytes)
  }

  Benchmark("rows as JSON") { benchmark in
    let encoder = JSONRowEncoder(table: SampleRows.table, calendar: SampleRows.calendar)
    var bytes: [UInt8] = []
    for _ in benchmark.scaledIterations {
      bytes.removeAll(keepingCapacity: true)
      SampleRows.forEach { encoder.append($0, to: &bytes) }
    }
    blackHole(bytes)
  }

  Benchmark("rows out of a binary COPY") { benchmark in
    let stream = CopyStream.bytes
    var sum: Int64 = 0
    for _ in benchmark.scaledIterations {
      var parser = BinaryCopyParser(columns: 4)
      try stream.withUnsafeBytes { bytes in
        try parser.read(bytes) { row in
          sum &+= Int64(truncatingIfNeeded: try row.uuid(0).high)
          sum &+= Int64(truncatingIfNeeded: try row.uuid(1).high)
          sum &+= try row.timestamp(2)
          sum &+= try row.numeric64(3, scale: 3) ?? 0
        }
      }
      try parser.finish()
    }
    blackHole(sum)
  }
}
