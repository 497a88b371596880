import Values

/// A firm that the chain buys from.
struct Supplier {
  let id: UUIDBytes
  let name: String
  /// Days from an order to its delivery, when nothing goes wrong.
  let leadDays: Int
  /// Deliveries of a thousand that come some days late.
  let latePerMille: Int

  /// The 25 suppliers of the chain.
  static func make(_ random: inout RandomSource) -> [Supplier] {
    names.map { name in
      Supplier(
        id: UUIDBytes(from: &random), name: name, leadDays: random.between(2, 6),
        latePerMille: random.between(10, 60))
    }
  }

  private static let names = [
    "บริษัท ใบไม้เบฟเวอเรจ จำกัด", "บริษัท ช้างน้อยฟู้ดส์ จำกัด", "หจก. ดอกบัวการค้า",
    "บริษัท ทองคำพาณิชย์ จำกัด (มหาชน)", "สหกรณ์ผักปลอดสารริมน้ำ", "Saengdao Dairy Co., Ltd.",
    "Sairung Frozen Foods Co., Ltd.", "บ้านสวนผลไม้", "บริษัท ฟ้าใสของใช้ จำกัด",
    "Malila Personal Care (Thailand) Co., Ltd.", "นกยูงเครื่องเขียน", "Phukhiao Meat & Poultry",
    "O'Hara & Sons, Ltd.", "บริษัท แม่และเด็กไทย จำกัด", "Andaman Seafood PCL",
    "โรงสีข้าวรุ่งเรือง", "บริษัท ซอสตราแสงดาว จำกัด", "ร้านยายแม้น \"ขนมไทย\"",
    "Isan Snacks Co., Ltd.", "บริษัท สายฝนกระดาษ จำกัด", "Lanna Coffee Roasters",
    "Eastern Cold Storage Co., Ltd.", "บริษัท เมืองทองเคมีภัณฑ์ จำกัด", "Kanchana Bakery",
    "Mekong Trading (2540) Co., Ltd.",
  ]
}
