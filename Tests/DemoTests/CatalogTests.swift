import Foundation
import Testing
import Values

@testable import Demo

@Suite struct CatalogTests {
  private let catalog = History.usual.simulation.catalog

  @Test func `names and codes are unique where nothing was planted`() {
    let sound = catalog.products.indices.filter { catalog.clean[$0] }.map { catalog.products[$0] }
    #expect(Set(sound.map(\.name)).count == sound.count)
    #expect(Set(catalog.products.map(\.sku)).count == catalog.products.count - 3)
    #expect(
      Set(catalog.products.compactMap(\.barcode)).count
        == catalog.products.count { $0.barcode != nil } - 4)
    #expect(Set(catalog.products.map(\.id)).count == catalog.products.count)
  }

  @Test func `codes with leading zeros and rows with gaps occur`() {
    #expect(catalog.products.contains { $0.sku.hasPrefix("0") })
    #expect(catalog.products.contains { $0.barcode?.hasPrefix("00") ?? false })
    #expect(catalog.products.contains { $0.barcode == nil })
    #expect(catalog.products.contains { $0.supplier == nil })
    #expect(catalog.products.contains { $0.categoryID == nil && $0.categoryName != nil })
    #expect(catalog.products.contains { $0.categoryID == nil && $0.categoryName == nil })
    #expect(catalog.suppliers.count == 25)
  }

  @Test func `names fit their columns and prices are sound`() {
    for product in catalog.products { #expect(product.name.unicodeScalars.count <= 255) }
    #expect(catalog.products.count { $0.name.count > 100 } == 3)
    for (product, isClean) in zip(catalog.products, catalog.clean) where isClean {
      #expect((590...750).contains(product.cost * 1_000 / product.price))
    }
  }

  @Test func `days agree with the calendar of the system`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "Asia/Bangkok"))
    for day in stride(from: 1_000, to: 40_000, by: 37) {
      let start = Bangkok.start(of: day)
      #expect(Bangkok.day(of: start) == day && Bangkok.day(of: start - 1) == day - 1)
      let date = Date(timeIntervalSince1970: TimeInterval(start / Bangkok.second))
      let parts = calendar.dateComponents([.year, .month, .day, .hour, .weekday], from: date)
      let civil = Bangkok.date(day).civil
      #expect(civil.year == parts.year && civil.month == parts.month && civil.day == parts.day)
      #expect(parts.hour == 0)
      #expect(Bangkok.date(day).weekday % 7 + 1 == parts.weekday)
    }
  }

  @Test func `numbers and times are written as the server reads them`() {
    #expect(String(ascii: { $0.append(thousandths: -1_050) }) == "-1.050")
    #expect(String(ascii: { $0.append(thousandths: 12_345_678) }) == "12345.678")
    #expect(String(ascii: { $0.append(thousandths: Thousandths.notANumber) }) == "NaN")
    #expect(String(ascii: { $0.append(satang: 5) }) == "0.05")
    var time = TimestampText()
    let text = String(ascii: { time.append(History.now + 42, to: &$0) })
    #expect(text == "2026-11-21 14:30:00.000042+07")
  }
}
