/// A family of goods, as the chain thinks of them: it decides names, prices and demand.
///
/// Most products carry their family as category; some of the catalogue's rows lack it.
struct Family {
  /// The category's name in the catalogue.
  let name: String
  /// Begins the family's SKUs; empty for a family whose SKUs are bare digits.
  let prefix: String
  /// Share of the chain's sales, against the others'.
  let share: Int
  /// Sales during the festival against ordinary days, in thousandths.
  let festival: Int
  /// Price of the family's first form, in satang, from and to.
  let price: ClosedRange<Int>
  let forms: [Form]
  /// Kinds of goods, Thai and English.
  let kinds: [(thai: String, english: String)]

  /// A size or package in which the family's goods come.
  struct Form {
    let label: String
    let unit: Unit
    /// Price against the family's first form, in thousandths.
    let price: Int
    /// How many come in one delivery unit.
    let pack: Int
  }

  /// Invented makers, Thai and English.
  static let brands: [(thai: String, english: String)] = [
    ("ใบไม้", "Baimai"), ("ช้างน้อย", "Changnoi"), ("ดอกบัว", "Dokbua"),
    ("ทองคำ", "Thongkham"), ("ริมน้ำ", "Rimnam"), ("แสงดาว", "Saengdao"),
    ("สายรุ้ง", "Sairung"), ("บ้านสวน", "Bansuan"), ("ฟ้าใส", "Fahsai"),
    ("มะลิลา", "Malila"), ("นกยูง", "Nokyung"), ("ภูเขียว", "Phukhiao"),
  ]

  /// The name of the family's product of that position; no two positions share one.
  func productName(_ position: Int) -> (name: String, form: Form) {
    let kind = position % kinds.count
    let brand = position / kinds.count % Self.brands.count
    let round = position / (kinds.count * Self.brands.count)
    let form = forms[(kind + brand + round) % forms.count]
    let edition = round < forms.count ? "" : " รุ่น \(round / forms.count + 1)"
    let (thai, english) = kinds[kind]
    let maker = Self.brands[brand]
    return ("\(thai)ตรา\(maker.thai) (\(maker.english) \(english)) \(form.label)\(edition)", form)
  }
}
