extension RetailChain {
  /// A finance policy for this chain, as the text of `finance-policy.yml`.
  ///
  /// The bounds are near, since the chain's ledger covers a few months.
  package func financePolicyYAML() -> String {
    """
    # Finance policy of the demo chain: what finance decides. Its rates are invented, as the chain is.
    carrying_value: standard
    ageing:
      days: [30, 60, 90, 120, 180]
      provision: [0, 0, 0.05, 0.10, 0.25, 0.50]
      provision_unknown: 0.25
    # Shelf prices include 7 % of tax; selling costs 3 % of what is left.
    nrv: {tax_in_price: 0.07, selling_cost: 0.03}
    idle: {slow_days: 30, dead_days: 60}
    overrides:
      category:
        "ผักและผลไม้ / Fruit & vegetables": {provision: [0.25, 1, 1, 1, 1, 1]}
        "เนื้อสัตว์และอาหารทะเล / Meat & seafood": {provision: [0.25, 1, 1, 1, 1, 1]}

    """
  }
}
