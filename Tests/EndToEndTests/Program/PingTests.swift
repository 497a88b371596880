import Foundation
import Testing
import TestServers

/// A monitor that is told of each run.
struct PingTests {
  private static let good = ["run", "slow-movers", "--date", "2020-01-03"]

  @Test func `a run tells when it begins and what it did`() throws {
    try Workplace.lend { place in
      let monitor = try PingReceiver(.well, in: place.folder)
      place.environment["HEALTHCHECK_URL"] = monitor.url
      let outcome = try place.run(Self.good)
      #expect(outcome.code == 0 && outcome.output == "" && outcome.errors == "")
      let pings = try monitor.pings()
      #expect(pings.map(\.path) == ["/start", "/0"])
      let id = try #require(pings.first?.query)
      #expect(id.wholeMatch(of: /rid=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
      #expect(pings.last?.query == id)
      #expect(pings.last?.body.hasPrefix("slow-movers 2020-01-03: published, run 20") == true)
    }
  }

  @Test func `a failure tells its exit code`() throws {
    try Workplace.lend { place in
      let monitor = try PingReceiver(.well, in: place.folder)
      place.environment["HEALTHCHECK_URL_FILE"] = place.folder + "/url"
      try place.write(monitor.url + "?create=1\n", to: "url")
      place.environment["DB_HOST"] = "/nowhere"
      #expect(try place.run(Self.good).code == 69)
      let pings = try monitor.pings()
      #expect(pings.map(\.path) == ["/start", "/69"])
      #expect(pings.allSatisfy { $0.query.hasPrefix("create=1&rid=") })
      #expect(pings.last?.body == "slow-movers: failed with exit code 69")
    }
  }

  @Test func `a dry run tells nobody`() throws {
    try Workplace.lend { place in
      let monitor = try PingReceiver(.well, in: place.folder)
      place.environment["HEALTHCHECK_URL"] = monitor.url
      #expect(try place.run(Self.good + ["--dry-run"]).code == 0)
      #expect(try monitor.pings() == [])
    }
  }

  @Test func `a monitor that is broken is asked twice and fails no run`() throws {
    try Workplace.lend { place in
      let monitor = try PingReceiver(.broken, in: place.folder)
      place.environment["HEALTHCHECK_URL"] = monitor.url
      let outcome = try place.run(Self.good)
      #expect(outcome.code == 0 && outcome.errors == "")
      #expect(try monitor.pings().map(\.path) == ["/start", "/start", "/0", "/0"])
    }
  }

  @Test func `a monitor that is not there, or never answers, holds a run up for seconds`() throws {
    try Workplace.lend { place in
      let silent = try PingReceiver(.silent, in: place.folder)
      for url in [silent.url, "http://127.0.0.1:1/\(Workplace.secret)"] {
        place.environment["HEALTHCHECK_URL"] = url
        let begun = ContinuousClock.now
        let words = ["run", "slow-movers", "--date", "2020-01-05", "--force"]
        let outcome = try place.run(words + ["--log-level", "warning"])
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("healthcheck ping failed"))
        // Two tries of five seconds at the start and at the end, and a busy machine.
        #expect(ContinuousClock.now - begun < .seconds(60))
      }
    }
  }

  @Test func `an address that is none is an error that does not show it`() throws {
    try Workplace.lend { place in
      place.environment["HEALTHCHECK_URL"] = "ftp://\(Workplace.secret)"
      try place.expectFailure(Self.good, code: 78, says: ["healthcheck_url", "HEALTHCHECK_URL"])
    }
  }
}
