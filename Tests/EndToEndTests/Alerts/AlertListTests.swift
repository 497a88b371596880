import Foundation
import Testing
import TestServers
import Values

/// What `alerts list` shows, whatever names the database holds, and what `alerts mute` takes.
struct AlertListTests {
  /// Ends a line, paints, clears the screen in eight bits, turns the text around.
  private static let hostile = "Tea\u{1B}[31m\nnext\u{9B}2J\u{202E}evil\u{2028}\u{7F}"

  @Test func `names stay on their line, and since is when it became low`() throws {
    let database = try AlertPlace.database(products: 2)
    let receiver = try FaultReceiver()
    let name = Self.hostile.unicodeScalars.map {
      "\\\(String($0.value + 0x10000, radix: 16).suffix(4))"
    }
    .joined()
    try database.execute(
      """
      UPDATE products_inventory SET name = U&'\(name)' WHERE sku = 'SKU-1';
      UPDATE stock_levels SET store_name = E'Siam\\rSquare';
      UPDATE stock_movements SET created_at = '2026-11-01T10:00:00+07'
      """)
    try AlertPlace.set(onHand: 5, product: 1, in: database)
    // A store that sells nothing is held back.
    try AlertPlace.set(onHand: 49, product: 2, in: database)
    try database.execute(
      """
      UPDATE stock_movements SET created_at = '2026-11-20T10:00:00.123456+07'
      WHERE quantity_after = 5
      """)
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      #expect(try place.run("alerts", "run").code == 0)
      let text = try place.run("alerts", "list").output
      let lines = text.split(separator: "\n")
      #expect(lines.count == 2, "\(text)")
      for part in [#"Siam\rSquare"#, #"Tea\u001b[31m\nnext\u009b2J\u202eevil\u2028\u007f"#, "low"] {
        #expect(lines.last?.contains(part) == true, "\(text)")
      }
      #expect(lines.last?.contains("  2026-11-20 10:00  ") == true, "\(text)")
      for words in [["alerts", "list"], ["alerts", "list", "--json"], ["alerts", "status"]] {
        let outcome = try place.run(words)
        let all = (outcome.output + outcome.errors).unicodeScalars
        #expect(all.allSatisfy { $0 == "\n" || !$0.isUnprintable }, "\(words)")
      }
      struct Listed: Decodable {
        struct Item: Decodable { var product: String, since: String }
        var low: [Item]
      }
      let json = Data(try place.run("alerts", "list", "--json").output.utf8)
      let item = try JSONDecoder().decode(Listed.self, from: json).low.first
      #expect(item?.product == Self.hostile && item?.since == "2026-11-20T10:00:00+07:00")
      // Errors name what there is.
      try place.expectFailure(
        ["run", "low-stock", "--store", "Nowhere"], code: 64, says: [#"'Siam\rSquare'"#])
    }
  }

  @Test func `a mute of what is not there is refused`() throws {
    let database = try AlertPlace.database(products: 1)
    try database.execute("UPDATE products_inventory SET supplier_name = 'O''Neill'")
    let receiver = try FaultReceiver()
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      for (words, says) in [
        (["--product", "NOPE"], "no product with the SKU or id 'NOPE'"),
        (["--store", "Siam Squar"], "did you mean 'Siam Square'"),
        (["--supplier", "O'Neil"], "did you mean 'O'Neill'"),
        (["--category", "None"], "there is no category 'None'"),
        (["--product", "SKU-1", "--store", "0b000000-0000-0000-0000-000000000001"], "no store"),
      ] {
        try place.expectFailure(["alerts", "mute"] + words, code: 64, says: [says, "--unchecked"])
      }
      #expect(try place.run("alerts", "mute", "--product", "NOPE", "--unchecked").code == 0)
      let words = ["--product", "00000000-0000-0000-0000-000000000001", "--supplier", "O'Neill"]
      #expect(try place.run(["alerts", "mute"] + words).code == 0)
      var away = place
      away.environment["DB_HOST"] = "/nowhere"
      try away.expectFailure(
        ["alerts", "mute", "--product", "SKU-1"], code: 69, says: ["/nowhere"])
    }
  }
}
