import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SiteSettings
import StateStore

@testable import ReportSite

/// Asks a site in this process, as somebody or as nobody.
struct SiteClient {
  let site: Site
  let client: any TestClientProtocol

  /// Somebody's browser.
  struct Person {
    var cookie: String
    var formToken: String
  }

  func get(
    _ path: String, as person: Person? = nil, headers: HTTPFields = [:],
    method: HTTPRequest.Method = .get
  ) async throws -> TestResponse {
    var headers = headers
    headers[.cookie] = person?.cookie
    return try await client.execute(uri: path, method: method, headers: headers, body: nil)
  }

  /// Sends a form as a browser does that shows a page of this site.
  func post(
    _ path: String, _ form: String = "", as person: Person? = nil, headers more: HTTPFields = [:]
  ) async throws -> TestResponse {
    var headers: HTTPFields = [
      .contentType: "application/x-www-form-urlencoded", .origin: "http://localhost",
      .fetchSite: "same-origin",
    ]
    headers[.cookie] = person?.cookie
    for field in more { headers[field.name] = field.value }
    let fields = [person.map { "form_token=\($0.formToken)" }, form.isEmpty ? nil : form]
    return try await client.execute(
      uri: path, method: .post, headers: headers,
      body: ByteBuffer(string: fields.compactMap { $0 }.joined(separator: "&")))
  }
}

/// Runs a test against the routes of a site, without a network.
func withSite(
  _ settings: SiteSettings = .forTests(), patience: Duration = .seconds(30),
  pageWait: Duration = .seconds(30),
  adding routes: @Sendable (Router<SiteContext>) -> Void = { _ in },
  _ body: @Sendable (SiteClient) async throws -> Void
) async throws {
  defer {
    if settings.state.hasPrefix(SiteSettings.stateFolders) {
      try? FileManager.default.removeItem(atPath: settings.state)
    }
  }
  if FileManager.default.fileExists(atPath: settings.output),
    try !StateDatabase.exists(in: settings.state)
  {
    // What is published was published by a run, which had a state.
    _ = try StatePlace(folder: settings.state, output: settings.output)
      .begin(acceptingLoss: true)
  }
  // Thousands of lines about requests would hide what a test says.
  var quiet = Logger(label: "site")
  quiet.logLevel = .critical
  // No link and no minute in which tries are counted ends, however slow the machine is.
  let site = try Site(
    settings: settings, logger: quiet, patience: patience, pageWait: pageWait, now: { .zero })
  let router = site.router()
  routes(router)
  try await Application(router: router, logger: quiet).test(.router) { client in
    try await body(SiteClient(site: site, client: client))
  }
}

extension SiteSettings {
  /// Settings of a site that has nothing yet.
  static func forTests(output: String = "/nonexistent/output") -> SiteSettings {
    SiteSettings(
      output: output, state: "\(stateFolders)\(UUID().uuidString)",
      definitions: "/nonexistent/reports", timeZone: "Asia/Bangkok", host: "127.0.0.1", port: 0)
  }

  /// Each site has a state of its own: whoever may write anywhere makes any folder.
  fileprivate static var stateFolders: String { NSTemporaryDirectory() + "site-state-" }
}

extension TestResponse {
  var text: String { String(buffer: body) }
}

extension SiteClient.Person {
  /// Signs in with roles, all for the same stores.
  init(
    _ site: Site, _ roles: [Role] = Role.allCases, stores: StoreScope = .all,
    editions: [String: StoreScope] = [:]
  ) {
    let opened = site.sessions.open(
      name: "anna", roles: Dictionary(uniqueKeysWithValues: roles.map { ($0, stores) }),
      editions: editions)
    cookie = "\(site.origin.cookieName)=\(opened.cookie)"
    formToken = opened.viewer.formToken ?? ""
  }
}
