import Testing
import TestServers

/// Command lines that cannot be meant: 64, and what to write instead.
struct UsageTests {
  @Test(arguments: failures) func `a wrong command line`(_ failure: Failure) throws {
    try failure.check()
  }

  @Test func `only what is near is suggested for an unknown option`() throws {
    try Workplace.lend { place in
      let far = try place.run("run", "--nix")
      #expect(far.code == 64 && far.errors.contains("Unknown option '--nix'."), "\(far)")
      #expect(!far.errors.contains("Did you mean"))
      let near = try place.run("run", "--dat", "2020-01-01")
      #expect(near.errors.contains("Did you mean '--date'?"), "\(near)")
    }
  }

  private static func usage(_ name: String, _ arguments: [String], _ says: String...) -> Failure {
    Failure(name: name, arguments: arguments, code: 64, says: says)
  }

  private static let failures = [
    usage(
      "unknown report", ["run", "inventory-valuatoin"], "'inventory-valuatoin'",
      "inventory-valuation"),
    usage("all and names", ["run", "--all", "low-stock"], "--all"),
    usage("neither all nor names", ["run"], "--all"),
    usage("unknown option", ["run", "--all", "--datee", "2020-01-01"], "--datee"),
    usage("bad date", ["run", "low-stock", "--date", "2020-02-30"], "2020-02-30"),
    usage("no date at all", ["run", "low-stock", "--date", "yesterday"], "yesterday"),
    usage(
      "future date", ["run", "inventory-valuation", "--date", "2999-01-01"], "2999-01-01",
      "today is", "Asia/Bangkok"),
    usage("from without to", ["run", "movement-summary", "--from", "2020-01-01"], "--to"),
    usage(
      "from after to",
      ["run", "movement-summary", "--from", "2020-01-02", "--to", "2020-01-01"],
      "--from 2020-01-02", "--to 2020-01-01"),
    usage(
      "date and from",
      [
        "run", "movement-summary", "--date", "2020-01-01", "--from", "2020-01-01", "--to",
        "2020-01-01",
      ],
      "--date", "--from"),
    usage(
      "compared with a later date",
      [
        "run", "inventory-valuation", "--date", "2020-01-01", "--compare-with", "2020-01-02",
      ], "--compare-with 2020-01-02", "earlier", "2020-01-01"),
    usage(
      "unknown store", ["run", "inventory-valuation", "--store", "Nowhere"], "store 'Nowhere'",
      "'Rama IV'"),
    usage(
      "unknown store by id",
      ["run", "inventory-valuation", "--store", "0f000000-0000-0000-0000-000000000009"],
      "0f000000-0000-0000-0000-000000000009", "'Silom'"),
    usage(
      "ambiguous store", ["run", "inventory-valuation", "--store", "Twin"], "2 stores", "'Twin'",
      "0c000000-0000-0000-0000-000000000001, 0c000000-0000-0000-0000-000000000002"),
    usage(
      "unknown supplier", ["run", "reorder-suggestions", "--supplier", "Nobody"],
      "supplier 'Nobody'", "'Siam Tea'"),
    usage(
      "an option that the report lacks", ["run", "inventory-valuation", "--supplier", "Siam Tea"],
      "--supplier", "inventory-valuation", "compare_with"),
    usage(
      "a parameter that the report lacks", ["run", "low-stock", "--set", "idle_days=3"],
      "--set idle_days", "low-stock"),
    usage(
      "a past date of a report about now", ["run", "low-stock", "--date", "2020-01-01"],
      "low-stock", "--date"),
    usage(
      "a parameter without a value", ["run", "slow-movers", "--set", "idle_days"], "name=value"),
    usage(
      "a parameter of another type", ["run", "slow-movers", "--set", "idle_days=some"],
      "idle_days=some", "whole number"),
    usage(
      "a window of no days", ["run", "reorder-suggestions", "--set", "window=0"], "window=0",
      "1 to 3650"),
    usage(
      "a standard parameter by --set", ["run", "slow-movers", "--set", "date=2020-01-01"],
      "--date"),
    usage("bad format", ["run", "--all", "--format", "pdf"], "--format", "pdf", "xlsx"),
    usage("bad memory", ["run", "--all", "--memory", "256"], "--memory", "256", "256MB"),
    usage("unknown report to show", ["show", "nothing"], "'nothing'", "low-stock"),
    usage("nothing to verify", ["verify", "nowhere"], "nowhere"),
  ]
}
