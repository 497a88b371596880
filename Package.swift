// swift-tools-version: 6.3
import PackageDescription

// Workbooks are compressed by ISA-L where Debian has it, elsewhere by zlib, which is slower.
// WITHOUT_ISAL=1 builds without it there, too.
#if arch(x86_64) || arch(arm64)
let hasISAL = Context.environment["WITHOUT_ISAL"] == nil
#else
let hasISAL = false
#endif

let package = Package(
  name: "inventory-reports",
  products: [
    .executable(name: "inventory-reports", targets: ["InventoryReports"]),
    .executable(name: "inventory-reports-site", targets: ["InventoryReportsSite"]),
    // For Benchmarks/ and Fuzz/ alone.
    .library(name: "ReportWriters", targets: ["ReportWriters", "Reports", "Values"]),
    .library(name: "FuzzReaders", targets: ["FuzzReaders"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CLibXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Values"),
    .target(name: "Files"),
    .target(name: "Reports", dependencies: ["Values", "Yams"]),
    .target(
      name: "Postgres",
      dependencies: ["Values", "CLibPQ", .product(name: "Logging", package: "swift-log")]),
    .target(
      name: "Spreadsheet",
      dependencies: ["Files", "CLibXLSXWriter", "CZlib"] + (hasISAL ? ["CISAL"] : [])),
    .target(name: "Columns", dependencies: ["Files"]),
    .target(name: "Inventory", dependencies: ["Values", "Columns", "Reports"]),
    .target(
      name: "LedgerSummary",
      dependencies: [
        "Values", "Files", "Columns", "Inventory",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "Register",
      dependencies: ["Values", "Files", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "StockReading",
      dependencies: [
        "Values", "Files", "Postgres", "Columns", "Inventory", "LedgerSummary", "Register",
        "Reports",
      ]),
    .target(name: "ReportWriters", dependencies: ["Values", "Files", "Reports", "Spreadsheet"]),
    .target(
      name: "Publishing",
      dependencies: [
        "Values", "Files", "Reports", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "StateStore",
      dependencies: [
        "Values", "Files", "Publishing", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "Schedule", dependencies: ["Values", "Publishing", "StateStore", "Reports"]),
    .target(
      name: "JobRunner",
      dependencies: [
        "Schedule", "Values", "Postgres", "StockReading", "Register", "Columns", "Inventory",
        "Reports", "ReportWriters", "Publishing", "PublishedTables", "RollForward", "StateStore",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(
      name: "Alerts",
      dependencies: [
        "Values", "StateStore", "PublishedTables", "Publishing", "Inventory", "Reports",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "Monitoring",
      dependencies: [
        "Values", "Files", "PublishedTables", "Publishing", "Reports",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(
      name: "EmbeddedPostgres",
      dependencies: ["Postgres", .product(name: "Logging", package: "swift-log")]),
    .target(
      name: "Doctor",
      dependencies: [
        "Values", "Files", "Postgres", .product(name: "Logging", package: "swift-log"),
      ]),
    .target(
      name: "Demo",
      dependencies: [
        "Values", "Postgres",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .target(name: "SiteSettings", dependencies: ["Postgres"]),
    .target(
      name: "PublishedTables", dependencies: ["Values", "Publishing"]),
    .target(
      name: "RollForward",
      dependencies: [
        "Values", "Inventory", "Register", "Publishing", "PublishedTables", "Reports",
      ]),
    .target(
      name: "ReorderReview",
      dependencies: [
        "Values", "PublishedTables", "Publishing", "StateStore", "ReportWriters", "Spreadsheet",
        "Reports",
      ]),
    .target(
      name: "ReportSite",
      dependencies: [
        "Values", "SiteSettings", "PublishedTables", "ReorderReview", "Publishing", "StateStore",
        "Schedule", "JobRunner", "StockReading", "Postgres", "ReportWriters", "Spreadsheet",
        "Monitoring", "Reports",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.embedInCode("Templates"), .embedInCode("Assets")]),
    .executableTarget(
      name: "InventoryReportsSite",
      dependencies: [
        "ReportSite", "SiteSettings", "Monitoring",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "InventoryReports",
      dependencies: [
        "Values", "Files", "Schedule", "JobRunner", "StockReading", "Postgres", "Inventory",
        "Reports", "ReportWriters", "Publishing", "StateStore", "Alerts", "Monitoring",
        "EmbeddedPostgres", "Demo", "Doctor", "SiteSettings",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        "Yams",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(
      name: "TestServers",
      dependencies: [
        "Values", "Files", "JobRunner", "StockReading", "Reports", "ReportWriters", "Publishing",
        "StateStore", "EmbeddedPostgres", "Postgres", "Demo", "TestSupport", "Yams",
        .product(name: "Logging", package: "swift-log"),
      ], path: "Tests/TestServers"),
    .target(
      name: "FuzzReaders",
      dependencies: [
        "Values", "Postgres", "Reports", "Publishing", "PublishedTables", "LedgerSummary",
        "Inventory",
        .product(name: "Crypto", package: "swift-crypto"),
      ], path: "Tests/FuzzReaders"),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzReaders", "TestSupport"]),
    .testTarget(name: "ValuesTests", dependencies: ["Values", "TestSupport"]),
    .testTarget(name: "ReportsTests", dependencies: ["Values", "Reports"]),
    .testTarget(name: "ColumnsTests", dependencies: ["Columns", "TestSupport"]),
    .testTarget(
      name: "InventoryTests",
      dependencies: ["Values", "Columns", "Inventory", "Reports", "TestSupport"]),
    .testTarget(name: "LedgerSummaryTests", dependencies: ["Values", "LedgerSummary"]),
    .testTarget(name: "RegisterTests", dependencies: ["Values", "Register", "TestSupport"]),
    .testTarget(
      name: "PostgresTests",
      dependencies: ["Values", "Postgres", "EmbeddedPostgres", "CLibPQ", "TestSupport"]),
    .testTarget(name: "ReplicaTests", dependencies: ["Values", "Postgres", "EmbeddedPostgres"]),
    .testTarget(
      name: "ReportWritersTests",
      dependencies: ["Values", "Files", "ReportWriters", "Spreadsheet", "Reports", "TestSupport"]),
    .testTarget(
      name: "PublishingTests",
      dependencies: ["Values", "Files", "Publishing", "Reports", "TestSupport"]),
    .testTarget(
      name: "StateStoreTests",
      dependencies: [
        "Values", "Files", "StateStore", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "MonitoringTests",
      dependencies: [
        "Values", "Monitoring", "TestSupport", .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(
      name: "AlertsTests",
      dependencies: [
        "Values", "Alerts", "StateStore", "Publishing", "Inventory", "Reports", "TestSupport",
      ]),
    .testTarget(
      name: "DemoTests",
      dependencies: [
        "Values", "Demo", "EmbeddedPostgres", "Postgres",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(
      name: "ScheduleTests", dependencies: ["Values", "Schedule", "Reports", "TestServers"]),
    .testTarget(
      name: "StockReadingTests",
      dependencies: [
        "Values", "StockReading", "LedgerSummary", "Columns", "Inventory", "Publishing", "Postgres",
        "Demo", "TestServers", "TestSupport",
      ]),
    .testTarget(
      name: "JobRunnerTests",
      dependencies: [
        "Values", "JobRunner", "StockReading", "LedgerSummary", "Register", "RollForward",
        "Reports", "ReportWriters", "Publishing", "PublishedTables", "StateStore", "Postgres",
        "Demo", "TestServers", "TestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "TestServers",
        "Values", "Schedule", "JobRunner", "StockReading", "LedgerSummary", "Columns", "Inventory",
        "Reports", "ReportWriters", "Publishing", "StateStore", "Alerts", "EmbeddedPostgres",
        "Postgres", "Demo", "TestSupport", "Yams",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "PublishedTablesTests",
      dependencies: ["Values", "PublishedTables", "Publishing", "Reports"]),
    .testTarget(
      name: "RollForwardTests",
      dependencies: [
        "Values", "RollForward", "Register", "Inventory", "Publishing", "Reports", "TestSupport",
      ]),
    .testTarget(
      name: "ReorderReviewTests",
      dependencies: [
        "Values", "ReorderReview", "PublishedTables", "Publishing", "StateStore", "Reports",
        "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "ReportSiteTests",
      dependencies: [
        "Values", "ReportSite", "SiteSettings", "ReorderReview", "PublishedTables", "Publishing",
        "StateStore", "JobRunner", "Reports", "TestServers", "TestSupport",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(name: "ArchitectureTests"),
  ]
)

if hasISAL {
  package.targets.append(
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]))
}

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
  ]
}
