import Reports

/// Rows as a valuation has them, made anew in one buffer.
enum SampleRows {
  static let count = 10_000
  static let calendar = BusinessCalendar(timeZoneName: "Asia/Bangkok") ?? .utc
  static let amounts = (0..<count).map { Int128($0) * 7_919 % 100_000_000 - 2_000_000 }
  static let quantities = (0..<count).map { Int64($0) * 7_919 % 500_000 - 20_000 }

  static let table = TableDefinition(
    key: "detail", title: "Detail", source: .computation("inventory-valuation.detail"),
    columns: [
      Column(key: "store_id", type: .uuid, title: ""),
      Column(key: "store_name", type: .text, title: ""),
      Column(key: "product_id", type: .uuid, title: ""),
      Column(key: "sku", type: .code, title: ""),
      Column(key: "product_name", type: .text, title: ""),
      Column(key: "supplier_name", type: .text, title: ""),
      Column(key: "unit", type: .text, title: ""),
      Column(key: "quantity", type: .quantity, title: ""),
      Column(key: "cost_price", type: .price, title: ""),
      Column(key: "cost_value", type: .money, title: ""),
      Column(key: "margin", type: .ratio, title: ""),
      Column(key: "is_active", type: .boolean, title: ""),
      Column(key: "last_movement_at", type: .timestamp, title: ""),
    ])

  static func forEach(_ body: (RowBuffer) -> Void) {
    var row = RowBuffer()
    for number in 0..<count {
      let id = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
      row.removeAll()
      row.append(.uuid(UUIDBytes(high: id, low: id &* 31)))
      row.append(text: "สาขาเชียงใหม่ / Chiang Mai 02")
      row.append(.uuid(UUIDBytes(high: id &* 17, low: id)))
      row.append(text: "SKU-0007919")
      row.append(text: "ข้าวหอมมะลิ Jasmine rice 7919 pcs")
      row.append(text: "Supplier 19 Co., Ltd.")
      row.append(text: "pcs")
      row.append(number: quantities[number])
      row.append(number: Int64(12_345))
      row.append(number: amounts[number])
      row.append(number: Int64(2_500))
      row.append(.boolean(number % 33 > 0))
      row.append(.timestamp(Instant(microseconds: 1_761_900_000_123_456 + Int64(number))))
      body(row)
    }
  }
}
