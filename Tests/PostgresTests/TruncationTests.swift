import Foundation
import Postgres
import Testing

@Suite struct TruncationTests {
  @Test func `a stream cut at any byte is never taken for a whole result`() throws {
    var settings = try TestCluster.settings()
    let proxy = try CuttingProxy(before: settings.host ?? "")
    defer { proxy.close() }
    settings.host = proxy.folder

    func run() throws -> Int {
      var connection = try connect(settings)
      return try connection.copyOut(
        "SELECT i, 'row ' || i, i::numeric / 8 FROM generate_series(1, 5) i", name: "cut"
      ) { _ = try $0.numeric(2, scale: 3) }
    }

    // One whole run, and one that only connects, to know where the result begins and ends.
    proxy.cut(after: .max)
    #expect(try run() == 5)
    let whole = proxy.bytesSent
    proxy.cut(after: .max)
    _ = try connect(settings)
    let begin = proxy.bytesSent
    #expect(whole - begin > 150)

    var accepted: [Int] = []
    var kinds: [PostgresError.Kind: Int] = [:]
    for bytes in begin...whole {
      proxy.cut(after: bytes)
      do {
        let rows = try run()
        #expect(rows == 5)
        accepted.append(bytes)
      } catch let error as PostgresError {
        kinds[error.kind, default: 0] += 1
        #expect(error.isTransient, "cut after \(bytes): \(error)")
      }
    }
    #expect(accepted == [whole])
    #expect(kinds.values.reduce(0, +) == whole - begin)
    #expect(Set(kinds.keys).isSubset(of: [.lost, .truncated]))
  }

  @Test func `a connect cut at any byte is a connect error`() throws {
    var settings = try TestCluster.settings()
    let proxy = try CuttingProxy(before: settings.host ?? "")
    defer { proxy.close() }
    settings.host = proxy.folder
    proxy.cut(after: .max)
    _ = try connect(settings)
    let whole = proxy.bytesSent
    for bytes in stride(from: 1, to: whole, by: 7) {
      proxy.cut(after: bytes)
      let error = try postgresError { _ = try connect(settings) }
      #expect(error.isTransient, "cut after \(bytes): \(error)")
      #expect(error.reason == .unreachable)
    }
  }
}
