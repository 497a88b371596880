/// What the chain sells besides food.
extension Family {
  /// Every family, in the order of the catalogue.
  static let all = food + home

  static let home: [Family] = [
    Family(
      name: "ของใช้ในบ้าน / Household", prefix: "HOU", share: 70, festival: 900,
      price: 2_000...29_900,
      forms: [
        Form(label: "ธรรมดา", unit: .piece, price: 1_000, pack: 12),
        Form(label: "แพ็คคู่", unit: .pack, price: 1_850, pack: 6),
      ],
      kinds: [
        ("ผงซักฟอก", "Detergent"), ("น้ำยาล้างจาน", "Dishwashing liquid"),
        ("กระดาษชำระ", "Toilet paper"), ("ถุงขยะ", "Bin bags"), ("น้ำยาถูพื้น", "Floor cleaner"),
        ("ฟองน้ำ", "Sponge"), ("ถ่านไฟฉาย", "Batteries"), ("หลอดไฟ", "Light bulb"),
        ("ไม้กวาด", "Broom"),
      ]),
    Family(
      name: "ดูแลส่วนตัว / Personal care", prefix: "PER", share: 65, festival: 1_000,
      price: 2_500...35_900,
      forms: [
        Form(label: "ขนาดปกติ", unit: .piece, price: 1_000, pack: 12),
        Form(label: "ขนาดพกพา", unit: .piece, price: 450, pack: 24),
      ],
      kinds: [
        ("สบู่", "Soap"), ("แชมพู", "Shampoo"), ("ยาสีฟัน", "Toothpaste"),
        ("แปรงสีฟัน", "Toothbrush"), ("แป้งเย็น", "Cooling powder"), ("โลชั่น", "Lotion"),
        ("ครีมกันแดด", "Sunscreen"), ("ผ้าอนามัย", "Sanitary pads"), ("มีดโกน", "Razor"),
      ]),
    Family(
      name: "แม่และเด็ก / Mother & baby", prefix: "BAB", share: 30, festival: 900,
      price: 5_900...79_900,
      forms: [
        Form(label: "กล่องเล็ก", unit: .piece, price: 1_000, pack: 6),
        Form(label: "กล่องใหญ่", unit: .piece, price: 1_900, pack: 3),
      ],
      kinds: [
        ("ผ้าอ้อมเด็ก", "Diapers"), ("นมผง", "Milk powder"), ("ทิชชู่เปียก", "Wet wipes"),
        ("ขวดนม", "Baby bottle"), ("แป้งเด็ก", "Baby powder"), ("สบู่เด็ก", "Baby soap"),
        ("อาหารเด็ก", "Baby food"), ("จุกนม", "Pacifier"), ("ของเล่น", "Toy"),
      ]),
    Family(
      name: "เครื่องเขียน / Stationery", prefix: "", share: 20, festival: 800,
      price: 500...14_900,
      forms: [
        Form(label: "ชิ้น", unit: .piece, price: 1_000, pack: 12),
        Form(label: "แพ็ค 10", unit: .pack, price: 8_500, pack: 5),
      ],
      kinds: [
        ("ปากกา", "Pen"), ("ดินสอ", "Pencil"), ("สมุด", "Notebook"), ("ยางลบ", "Eraser"),
        ("ไม้บรรทัด", "Ruler"), ("กาว", "Glue"), ("กรรไกร", "Scissors"),
        ("กระดาษ A4", "A4 paper"), ("แฟ้ม", "Folder"),
      ]),
  ]
}
