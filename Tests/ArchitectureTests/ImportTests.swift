import Foundation
import Testing

/// The map of the rooms: what each may import, as `Sources/README.md` explains.
private let allowed: [String: Set<String>] = [
  "Values": [],
  "Files": [],
  "Columns": ["Files"],
  "Reports": ["Values", "Yams"],
  "Inventory": ["Values", "Columns", "Reports"],
  "Postgres": ["Values", "CLibPQ", "Logging"],
  "Spreadsheet": ["Files", "CLibXLSXWriter", "CISAL", "CZlib"],
  "LedgerSummary": ["Values", "Files", "Columns", "Inventory", "Crypto"],
  "Register": ["Values", "Files", "Crypto"],
  "StockReading": [
    "Values", "Files", "Postgres", "Columns", "Inventory", "LedgerSummary", "Register", "Reports",
  ],
  "ReportWriters": ["Values", "Files", "Reports", "Spreadsheet"],
  "Publishing": ["Values", "Files", "Reports", "Crypto"],
  "StateStore": ["Values", "Files", "Publishing", "GRDB"],
  "Schedule": ["Values", "Publishing", "StateStore", "Reports"],
  "JobRunner": [
    "Values", "Schedule", "Postgres", "StockReading", "Register", "Columns", "Inventory", "Reports",
    "ReportWriters", "Publishing", "PublishedTables", "RollForward", "StateStore", "Logging",
  ],
  "Alerts": [
    "Values", "StateStore", "PublishedTables", "Publishing", "Inventory", "Reports",
    "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1", "Crypto",
  ],
  "Monitoring": [
    "Values", "Files", "PublishedTables", "Publishing", "Reports", "AsyncHTTPClient", "NIOCore",
    "NIOHTTP1", "Logging",
  ],
  "EmbeddedPostgres": ["Postgres", "Logging"],
  "Demo": ["Values", "Postgres", "NIOCore", "NIOPosix", "NIOHTTP1"],
  "Doctor": ["Values", "Files", "Postgres", "Logging"],
  "SiteSettings": ["Postgres"],
  "RollForward": [
    "Values", "Inventory", "Register", "Publishing", "PublishedTables", "Reports",
  ],
  "PublishedTables": ["Values", "Publishing"],
  "ReorderReview": [
    "Values", "PublishedTables", "Publishing", "StateStore", "ReportWriters", "Spreadsheet",
    "Reports",
  ],
  "ReportSite": [
    "Values", "SiteSettings", "PublishedTables", "ReorderReview", "Publishing", "StateStore",
    "Schedule", "JobRunner", "StockReading", "Postgres", "ReportWriters", "Spreadsheet",
    "Monitoring",
    "Reports", "Hummingbird", "Mustache", "JWTKit", "Crypto", "HTTPTypes", "AsyncHTTPClient",
    "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTPTypes", "ServiceLifecycle", "Logging",
  ],
  "InventoryReportsSite": [
    "ReportSite", "SiteSettings", "Monitoring", "Hummingbird", "NIOCore", "ServiceLifecycle",
    "UnixSignals", "Logging",
  ],
  "InventoryReports": [
    "Values", "Files", "Schedule", "JobRunner", "StockReading", "Postgres", "Inventory", "Reports",
    "ReportWriters", "Publishing", "StateStore", "Alerts", "Monitoring", "EmbeddedPostgres", "Demo",
    "Doctor", "SiteSettings", "ArgumentParser", "Logging", "Yams",
  ],
]

/// What comes with the compiler and may be imported anywhere.
private let toolchain: Set<String> = ["Foundation", "Dispatch", "Synchronization", "Glibc"]

/// Where the word `unsafe` may stand: the two C wrappers, the columns that may lie in a
/// file, and the files that call the system.
private let unsafePlaces = [
  "Postgres/", "Spreadsheet/", "Columns/", "Files/", "EmbeddedPostgres/ServerUser.swift",
  "EmbeddedPostgres/Supervisor.swift", "Doctor/TCPProbe.swift",
  "InventoryReports/Commands/Site/SiteProgram.swift",
  "InventoryReports/Terminal/Terminal+Width.swift",
]

@Suite struct ImportTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources").standardizedFileURL.path

  /// Every Swift file below `Sources`, by its path from there.
  private static func files() throws -> [(path: String, text: String)] {
    let paths = try #require(FileManager.default.enumerator(atPath: sources))
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
    return try paths.map {
      ($0, try String(contentsOfFile: "\(sources)/\($0)", encoding: .utf8))
    }
  }

  /// The modules that a file imports, whatever stands before and after the word.
  private static func imports(of text: String) -> [String] {
    let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"),
        words[..<place].allSatisfy({
          $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
        })
      else { return nil }
      return words[(place + 1)...].first { !kinds.contains(String($0)) }.map {
        String($0.prefix { $0 != "." })
      }
    }
  }

  @Test func `A room imports only what the map allows`() throws {
    let files = try Self.files()
    #expect(files.count > 100)
    var unused = allowed
    for (path, text) in files {
      let room = String(path.prefix { $0 != "/" })
      let rights = try #require(allowed[room], "Sources/\(room) is not on the map")
      for module in Self.imports(of: text) {
        #expect(
          rights.contains(module) || toolchain.contains(module), "\(path) imports \(module)")
        unused[room]?.remove(module)
      }
    }
    for (room, modules) in unused {
      #expect(modules == [], "\(room) imports none of these: take them from the map")
    }
  }

  @Test func `The map has each room with what it may import, below what that is`() throws {
    let text = try String(contentsOfFile: "\(Self.sources)/README.md", encoding: .utf8)
    let rooms = Set(allowed.keys).union(["CLibPQ", "CLibXLSXWriter", "CISAL", "CZlib"])
    var above: Set<String> = []
    for row in text.split(separator: "\n") where row.hasPrefix("| `") {
      let cells = row.split(separator: "|", omittingEmptySubsequences: false)
      let names = cells[1].matches(of: /`(\w+)`/).map { String($0.1) }
      let imports = Set(cells[3].matches(of: /`(\w+)`/).map { String($0.1) })
      for name in names {
        #expect(imports == allowed[name, default: []].intersection(rooms), "\(name)")
      }
      #expect(imports.isSubset(of: above), "\(names) stands above \(imports)")
      above.formUnion(names)
    }
    #expect(above == rooms)
  }

  @Test func `Only the C wrappers and the files that call the system are unsafe`() throws {
    var unused = Set(unsafePlaces)
    for (path, text) in try Self.files() where text.contains(/\bunsafe\b/) {
      let place = unsafePlaces.first { path.hasPrefix($0) }
      #expect(place != nil, "\(path) says unsafe")
      if let place { unused.remove(place) }
    }
    #expect(unused == [], "nothing there is unsafe: take it from the list")
  }

  @Test func `A C library is imported by its wrapper alone`() {
    for (room, modules) in allowed {
      #expect(!modules.contains("CLibPQ") || room == "Postgres")
      for library in ["CLibXLSXWriter", "CISAL", "CZlib"] {
        #expect(!modules.contains(library) || room == "Spreadsheet")
      }
    }
  }
}
