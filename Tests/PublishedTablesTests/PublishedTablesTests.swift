import Testing

@testable import PublishedTables

@Suite struct PublishedTablesTests {}
