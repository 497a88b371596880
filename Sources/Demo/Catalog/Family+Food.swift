import Values

/// The chain's food, with each kind's Thai and English name.
extension Family {
  static let food: [Family] = [
    Family(
      name: "เครื่องดื่ม / Beverages", prefix: "BEV", share: 150, festival: 1_900,
      price: 1_000...4_500,
      forms: [
        Form(label: "600 ml", unit: .bottle, price: 1_000, pack: 12),
        Form(label: "1.5 L", unit: .bottle, price: 1_700, pack: 6),
        Form(label: "ลัง 12 ขวด", unit: .crate, price: 10_500, pack: 1),
      ],
      kinds: [
        ("น้ำดื่ม", "Drinking water"), ("ชาเขียว", "Green tea"), ("กาแฟ", "Coffee drink"),
        ("น้ำส้ม", "Orange juice"), ("น้ำอัดลม", "Soft drink"), ("นมถั่วเหลือง", "Soy milk"),
        ("น้ำมะพร้าว", "Coconut water"), ("เกลือแร่", "Electrolyte drink"), ("โซดา", "Soda water"),
      ]),
    Family(
      name: "ขนมขบเคี้ยว / Snacks", prefix: "SNK", share: 130, festival: 1_600,
      price: 1_000...6_500,
      forms: [
        Form(label: "48 g", unit: .bag, price: 1_000, pack: 24),
        Form(label: "120 g", unit: .bag, price: 2_100, pack: 12),
      ],
      kinds: [
        ("มันฝรั่งทอด", "Potato chips"), ("สาหร่ายทอด", "Crispy seaweed"),
        ("ข้าวเกรียบกุ้ง", "Prawn crackers"), ("ถั่วลิสงอบ", "Roasted peanuts"),
        ("คุกกี้", "Cookies"), ("เวเฟอร์", "Wafers"), ("ลูกอม", "Candy"),
        ("ช็อกโกแลต", "Chocolate"), ("ข้าวโพดอบกรอบ", "Corn puffs"),
      ]),
    Family(
      name: "อาหารแห้ง / Dry food", prefix: "DRY", share: 110, festival: 1_100,
      price: 1_500...16_000,
      forms: [
        Form(label: "500 g", unit: .bag, price: 1_000, pack: 12),
        Form(label: "แพ็ค 6", unit: .pack, price: 4_800, pack: 4),
      ],
      kinds: [
        ("ข้าวหอมมะลิ", "Jasmine rice"), ("ข้าวเหนียว", "Sticky rice"),
        ("บะหมี่กึ่งสำเร็จรูป", "Instant noodles"), ("เส้นหมี่", "Rice vermicelli"),
        ("วุ้นเส้น", "Glass noodles"), ("ปลากระป๋อง", "Canned fish"), ("ถั่วเขียว", "Mung beans"),
        ("แป้งข้าวเจ้า", "Rice flour"), ("โจ๊ก", "Instant porridge"),
      ]),
    Family(
      name: "ผักและผลไม้ / Fruit & vegetables", prefix: "FRV", share: 95, festival: 1_200,
      price: 2_500...18_000,
      forms: [
        Form(label: "ชั่งน้ำหนัก", unit: .kilogram, price: 1_000, pack: 5),
        Form(label: "คัดพิเศษ ชั่งน้ำหนัก", unit: .kilogram, price: 1_600, pack: 5),
      ],
      kinds: [
        ("มะม่วง", "Mango"), ("ทุเรียน", "Durian"), ("มังคุด", "Mangosteen"), ("ส้ม", "Orange"),
        ("กล้วย", "Banana"), ("ผักบุ้ง", "Morning glory"), ("คะน้า", "Chinese kale"),
        ("มะเขือเทศ", "Tomato"), ("พริก", "Chilli"),
      ]),
    Family(
      name: "เนื้อสัตว์และอาหารทะเล / Meat & seafood", prefix: "MEA", share: 80, festival: 1_500,
      price: 9_000...32_000,
      forms: [
        Form(label: "ชั่งน้ำหนัก", unit: .kilogram, price: 1_000, pack: 5),
        Form(label: "แพ็ค 500 g", unit: .pack, price: 560, pack: 10),
      ],
      kinds: [
        ("หมูสับ", "Minced pork"), ("สันคอหมู", "Pork neck"), ("อกไก่", "Chicken breast"),
        ("ปีกไก่", "Chicken wings"), ("กุ้งขาว", "White shrimp"), ("ปลานิล", "Tilapia"),
        ("ปลาหมึก", "Squid"), ("เนื้อวัว", "Beef"), ("ลูกชิ้น", "Meatballs"),
      ]),
    Family(
      name: "นมและเบเกอรี่ / Dairy & bakery", prefix: "DAB", share: 105, festival: 1_000,
      price: 1_200...9_900,
      forms: [
        Form(label: "เล็ก", unit: .piece, price: 1_000, pack: 12),
        Form(label: "ใหญ่", unit: .piece, price: 1_800, pack: 6),
      ],
      kinds: [
        ("นมสด", "Fresh milk"), ("โยเกิร์ต", "Yogurt"), ("เนย", "Butter"), ("ชีส", "Cheese"),
        ("ขนมปัง", "Bread"), ("ครัวซองต์", "Croissant"), ("เค้ก", "Cake"), ("ไข่ไก่", "Eggs"),
        ("นมเปรี้ยว", "Drinking yogurt"),
      ]),
    Family(
      name: "อาหารแช่แข็ง / Frozen food", prefix: "FRZ", share: 75, festival: 1_200,
      price: 3_500...19_900,
      forms: [
        Form(label: "ถาดเดี่ยว", unit: .piece, price: 1_000, pack: 10),
        Form(label: "ถุง 1 kg", unit: .bag, price: 2_300, pack: 6),
      ],
      kinds: [
        ("เกี๊ยวกุ้ง", "Shrimp wonton"), ("ข้าวผัด", "Fried rice"), ("ไอศกรีม", "Ice cream"),
        ("เฟรนช์ฟรายส์", "French fries"), ("ไส้กรอก", "Sausage"), ("ติ่มซำ", "Dim sum"),
        ("พิซซ่า", "Pizza"), ("ผักรวม", "Mixed vegetables"), ("ปลาทอด", "Fish fingers"),
      ]),
    Family(
      name: "เครื่องปรุง / Sauces & seasonings", prefix: "SAU", share: 70, festival: 1_000,
      price: 1_500...8_900,
      forms: [
        Form(label: "300 ml", unit: .bottle, price: 1_000, pack: 12),
        Form(label: "700 ml", unit: .bottle, price: 1_900, pack: 12),
      ],
      kinds: [
        ("น้ำปลา", "Fish sauce"), ("ซอสหอยนางรม", "Oyster sauce"),
        ("ซีอิ๊วขาว", "Light soy sauce"), ("น้ำเชื่อม", "Syrup"), ("ซอสพริก", "Chilli sauce"),
        ("น้ำมันพืช", "Vegetable oil"), ("น้ำจิ้มไก่", "Sweet chilli dip"),
        ("กะทิ", "Coconut milk"), ("น้ำส้มสายชู", "Vinegar"),
      ]),
  ]
}
