import Foundation
import StateStore
import Testing
import TestServers

/// The web program, as `serve` starts it.
@Suite struct ServeTests {
  private let twin = "0c000000-0000-0000-0000-000000000001"

  private func ask(_ arguments: String...) throws -> Program.Outcome {
    try Program.run("/usr/bin/curl", ["--silent", "--max-time", "10"] + arguments)
  }

  /// Signs in by the site's link and gives the file with the cookie.
  private func signIn(_ place: Workplace, _ address: String, _ link: String) throws -> String {
    let token = try #require(link.split(separator: "=").last)
    let jar = place.folder + "/cookies"
    let signed = try ask(
      "--cookie-jar", jar, "--header", "Origin: \(address)", "--data", "token=\(token)",
      "--write-out", "%{http_code}", "\(address)/signin")
    #expect(signed.output == "303")
    return jar
  }

  /// What the state has of the runs into a folder; it is closed again.
  private func records(_ place: Workplace, of output: String) throws -> [RunRecord] {
    let real = URL(fileURLWithPath: output).resolvingSymlinksInPath().path
    return try RunHistory(StateDatabase(folder: place.folder + "/state"), output: real)
      .records(limit: 9)
  }

  @Test func `it serves what is published, signs in by its link, and ends with 0`() throws {
    try Workplace.lend { place in
      let (site, address, link) = try place.serve()
      #expect(try ask("\(address)/healthz").output == "ok\n")
      let ready = try ask("\(address)/readyz").output
      #expect(ready.contains(#""ready":true"#), "\(ready)")
      let token = try #require(link.split(separator: "=").last)
      let jar = try signIn(place, address, link)
      let file = "inventory-valuation-\(Workplace.day).xlsx"
      let copy = place.folder + "/copy.xlsx"
      let path = "/api/inventory/reports/inventory-valuation/latest/report.xlsx"
      #expect(try ask("--cookie", jar, "--output", copy, address + path).code == 0)
      let published = "\(place.folder)/out/inventory-valuation/\(Workplace.day)/\(file)"
      #expect(FileManager.default.contentsEqual(atPath: copy, andPath: published))

      let api = "\(address)/api/inventory"
      let stock = try ask(
        "--cookie", jar, "\(api)/products/00000000-0000-0000-0000-000000000001/stock"
      ).output
      #expect(stock.contains(#""store_name":"Twin","quantity_on_hand":0.000,"#), "\(stock)")
      let again = try ask(
        "--cookie", jar, "--head",
        "\(api)/products/00000000-0000-0000-0000-000000000001/stock?store_id=\(twin)")
      #expect(again.output.contains("Age: ") && again.output.contains("max-age=300"))
      let unknown = try ask("--cookie", jar, "\(api)/products/\(twin)/stock").output
      #expect(unknown.contains(#""status":404"#), "\(unknown)")
      #expect(unknown.contains(#""type":"/problems/not-found""#), "\(unknown)")

      // The night's own run answers; other days and a store alone are made.
      let json =
        "\(place.output)/inventory-valuation/\(Workplace.day)/"
        + "inventory-valuation-\(Workplace.day).json"
      let days = "\(api)/reports/valuation?from=\(Workplace.day)&to="
      #expect(
        try ask("--cookie", jar, days + Workplace.day).output
          == String(contentsOfFile: json, encoding: .utf8))
      let made = try ask("--cookie", jar, "\(days)2020-01-02").output
      #expect(made.contains("2019-12-31") && made.contains("2020-01-02"), "\(made.prefix(500))")
      let one = try ask("--cookie", jar, "\(days)2020-01-02&store_id=\(twin)&format=csv").output
      #expect(one.hasPrefix("store_id,store_name,"), "\(one.prefix(500))")
      let future = try ask("--cookie", jar, "\(days)2199-01-01").output
      #expect(future.contains(#""status":400"#), "\(future.prefix(500))")
      // The shop's ledger begins on the first of June.
      for range in ["from=2019-05-30&to=2019-06-02", "from=2019-05-01&to=2019-05-02"] {
        let early = try ask("--cookie", jar, "\(api)/reports/valuation?\(range)").output
        #expect(early.contains(#""status":400"#), "\(early.prefix(500))")
        #expect(range.hasSuffix("05-02") || early.contains("2019-06-01T09:00:00+07:00"))
      }

      let past = try ask(
        "--cookie", jar, "\(api)/reports/valuation?from=1999-01-01&to=1999-01-02"
      ).output
      #expect(past.contains("The first day with a movement is "), "\(past.prefix(500))")
      let nowhere = "99999999-0000-0000-0000-000000000001"
      let strange = try ask("--cookie", jar, "\(days)2020-01-02&store_id=\(nowhere)").output
      #expect(strange.contains("Unknown value of 'store_id'. Known: "), "\(strange.prefix(500))")

      site.send(SIGTERM)
      let end = try site.wait()
      #expect(end.code == 0, "\(end.errors)")
      #expect(end.errors.contains("path=\(path)") && end.errors.contains("status=200"))
      #expect(!end.errors.contains(token), "the secret of a link is in the log")
    }
  }

  @Test func `a mute of what is not there is refused on its page, too`() throws {
    try Workplace.lend { place in
      /// What the page answers to the form: the code, and the text.
      func mute(_ form: String, _ place: Workplace) throws -> (code: String, text: String) {
        let (site, address, link) = try place.serve()
        defer { site.send(SIGTERM) }
        let jar = try signIn(place, address, link)
        let page = try ask("--cookie", jar, "\(address)/alerts").output
        let token = try #require(page.firstMatch(of: /name="form_token" value="([^"]+)"/)).1
        let answer = try ask(
          "--cookie", jar, "--header", "Origin: \(address)",
          "--data", "form_token=\(token)&\(form)",
          "--write-out", "\n%{http_code}", "\(address)/alerts/mutes"
        ).output
        return (String(answer.suffix(3)), answer)
      }
      for (form, says) in [
        ("product=NOPE", "SKU or id &#39;NOPE&#39;. "), ("store=Rama+V", "did you mean"),
        ("product=0001&supplier=Nobody", "There is no supplier"),
      ] {
        let (code, text) = try mute(form, place)
        #expect(code == "400" && text.contains(says) && text.contains("--unchecked"), "\(text)")
      }
      #expect(try mute("product=0001&store=Rama+IV", place).code == "303")
      var away = place
      away.environment["DB_HOST"] = "/nowhere"
      let (code, text) = try mute("product=0001", away)
      #expect(code == "400" && text.contains("No database answers"), "\(text)")
      let list = try place.run("alerts", "list").output
      #expect(list.contains("Rama IV") && !list.contains("NOPE"), "\(list)")
    }
  }

  @Test func `a valuation of a past day is at the prices of then, as a run's is`() throws {
    let database = try TestDatabase(
      given: "\(Places.reports)/inventory-valuation/example/given.sql")
    try database.beginLedger()
    try Workplace.lend(database) { place in
      // What was seen before the price changed; the state begins here.
      #expect(try place.run("run", "inventory-valuation", "--date", "2020-01-03").code == 0)
      try database.execute(
        """
        UPDATE products_inventory SET cost_price = cost_price + 100, last_updated = clock_timestamp()
        """)
      let (site, address, link) = try place.serve()
      let jar = try signIn(place, address, link)
      let made = try ask(
        "--cookie", jar, "--max-time", "60",
        "\(address)/api/inventory/reports/valuation?from=2020-01-02&to=2020-01-02&format=csv")
      let words = ["run", "inventory-valuation", "--date", "2020-01-02"]
      #expect(try place.run(words).code == 0)
      let folder = "\(place.output)/inventory-valuation/2020-01-02"
      let published = try String(
        contentsOfFile: "\(folder)/inventory-valuation-2020-01-02.detail.csv", encoding: .utf8)
      #expect(made.output == published)
      #expect(published.contains(",12.35,") && !published.contains(",112.35,"))
      // It is no run of the night.
      let all = place.folder + "/state/site-valuations"
      let names = try FileManager.default.contentsOfDirectory(atPath: all)
      let valuations = try #require(names.first.map { "\(all)/\($0)" })
      #expect(names.count == 1)
      #expect(FileManager.default.fileExists(atPath: valuations + "/inventory-valuation"))
      #expect(!FileManager.default.fileExists(atPath: valuations + "/.state"))
      #expect(try records(place, of: valuations).isEmpty)
      #expect(try !records(place, of: place.output).isEmpty)

      // What the site has open is not taken from under it.
      #expect(try place.run("state", "backup", "copy.sqlite").code == 0)
      try place.expectFailure(
        ["state", "restore", "copy.sqlite"], code: 75, says: ["in use", "web program"])
      site.send(SIGTERM)
      #expect(try site.wait().code == 0)
      #expect(try place.run("state", "restore", "copy.sqlite").code == 0)
    }
  }

  @Test func `a port that is taken is said, and ends with 75`() throws {
    try Workplace.lend { place in
      let (site, address, _) = try place.serve()
      let port = try #require(address.split(separator: ":").last)
      let words = ["serve", "--listen", "127.0.0.1:\(port)"]
      try place.expectFailure(words, code: 75, says: ["127.0.0.1:\(port)", "another program"])
      site.send(SIGINT)
      #expect(try site.wait().code == 0)
    }
  }

  @Test(arguments: [
    ("{listen: '0.0.0.0:8080'}", ["site.listen", "site.proxy_addresses", "127.0.0.1"]),
    ("{listen: nowhere}", ["site.listen", "127.0.0.1:8080"]),
    ("{url: reports.example}", ["site.url", "https://"]),
    ("{proxy_addresses: 10.0.0.5}", ["site.access"]),
    ("{token_keys: /nowhere/keys.json, token_issuer: x}", ["site.token_keys"]),
    ("{token_keys: 'http://x/keys', token_issuer: x}", ["https"]),
    ("{token_keys: /dev/null}", ["site.token_issuer"]),
    ("{token_keys: /dev/null, token_issuer: x, token_algorithms: none}", ["ES256"]),
    ("{access: [{user: a, roles: [root]}]}", ["root", "reports:read", "inventory-reports.yml:1"]),
    ("{access: [{user: a, roles: [reports:read], stores: [x]}]}", ["'x'", "store_id"]),
    ("{access: [{user: a, roles: [reports:read], stores: []}]}", ["stores"]),
    ("{access: [{user: a, group: b, roles: [reports:read]}]}", ["one of user, group"]),
    ("{access: [{user: a}]}", ["needs roles"]),
    ("{access: {user: a}}", ["needs a list"]),
    ("{access: [{users: a, roles: [reports:read]}]}", ["'users'"]),
    ("{listen: '127.0.0.1:0'}\nlog: {level: loud}", ["log.level", "warning"]),
  ])
  func `settings that would let the wrong people in are refused`(
    _ setting: String, _ says: [String]
  ) throws {
    try Workplace.lend { place in
      try place.write("site: \(setting)\n", to: "inventory-reports.yml")
      try place.expectFailure(["serve"], code: 78, says: says)
    }
  }
}
