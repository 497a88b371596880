import Values

/// One shop of the chain.
struct Store {
  let id: UUIDBytes
  /// Used in references: `S01`.
  let code: String
  let name: String
  /// The name before the shop was renamed, still on level rows that have not changed since.
  var formerName: String?
  /// Sales against the chain's average, in thousandths.
  let size: Int

  /// The shops of the chain: well-known branches first, then numbered ones.
  static func make(count: Int, _ random: inout RandomSource) -> [Store] {
    (0..<count).map { index in
      let known = index < StoreNames.known.count ? StoreNames.known[index] : nil
      var number: [UInt8] = []
      number.append(digits: index + 1, width: 2)
      let digits = String(decoding: number, as: UTF8.self)
      return Store(
        id: UUIDBytes(from: &random), code: "S" + digits,
        name: known?.name ?? "สาขาที่ \(digits) / Branch \(digits)", formerName: known?.former,
        size: known?.size ?? 1_000)
    }
  }
}

/// The names of the chain's best-known branches.
enum StoreNames {
  /// Two are told apart only by their ends, one was renamed on the way.
  static let known: [(name: String, former: String?, size: Int)] = [
    ("สาขาสยาม / Siam", nil, 1_500),
    ("สาขาสยามสแควร์ / Siam Square", nil, 1_150),
    ("สาขาลาดพร้าว / Lat Phrao", "สาขาเซ็นทรัลลาดพร้าว / Central Lat Phrao", 1_100),
    ("สาขาเชียงใหม่ / Chiang Mai", nil, 1_000),
    ("สาขาภูเก็ต / Phuket", nil, 950),
    ("สาขาขอนแก่น / Khon Kaen", nil, 850),
    ("สาขาหาดใหญ่ / Hat Yai", nil, 800),
    ("สาขาพัทยา / Pattaya", nil, 650),
  ]
}
