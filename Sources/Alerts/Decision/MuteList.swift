import Inventory
import StateStore
import Values

/// Decides which products are muted.
struct MuteList {
  private let mutes: [AlertMute]

  init(_ mutes: [AlertMute]) {
    self.mutes = mutes
  }

  /// Whether a mute fits the product in the store; one that names a supplier or a category fits
  /// only what is watched.
  func covers(_ item: StockItem?, record: AlertRecord?) -> Bool {
    guard !mutes.isEmpty else { return false }
    return mutes.contains { mute in
      fits(mute.product, item?.product ?? record?.product, item?.sku ?? record?.sku)
        && fits(mute.store, item?.store ?? record?.store, item?.storeName ?? record?.storeName)
        && fits(mute.supplier, item?.supplier.id, item?.supplier.name)
        && fits(mute.category, item?.category.id, item?.category.name)
    }
  }

  private func fits(_ wanted: String?, _ id: UUIDBytes?, _ name: String?) -> Bool {
    guard let wanted else { return true }
    if let id, let wantedID = UUIDBytes(wanted) { return id == wantedID }
    return name.map { $0.utf8.elementsEqual(wanted.utf8) } ?? false
  }
}
