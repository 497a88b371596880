import Testing

@testable import ReportSite

@Suite struct ReportSiteTests {}
