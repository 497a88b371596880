/// Names that break programs which paste text into CSV, formulas, markup, SQL or terminals.
enum AwkwardNames {
  static let all = [
    "ไม้บรรทัด 12\" \"พิเศษ\"",
    "ชาเขียว, น้ำผึ้ง; มะนาว",
    "คุกกี้\nสองบรรทัด",
    "ซอสพริก\tเผ็ดมาก",
    "=HYPERLINK(\"http://example.invalid\",\"ลดราคา\")",
    "+66 บัตรเติมเงิน",
    "-50% โปรโมชั่น",
    "@ร้านค้า ของฝาก",
    "ไอศกรีม 🍦👨‍👩‍👧‍👦 ครอบครัว",
    "تمر مجفف (อินทผลัม)",
    "</script><b>ขนม</b> & \u{2028}โค้ก",
    "O'Brien's C:\\ชีส \\N ''",
    "  เว้นวรรคหน้าหลัง  ",
    "แป้ง\u{200B}เด็ก\u{FEFF} e\u{301}clair\r\nNULL",
  ]

  /// Makes a name longer than 100 characters.
  static let tail =
    "รุ่นฉลองครบรอบยี่สิบปี ราคาพิเศษเฉพาะสมาชิกและเฉพาะสาขาที่ร่วมรายการ "
    + "limited anniversary edition, members only, while stocks last"
}
