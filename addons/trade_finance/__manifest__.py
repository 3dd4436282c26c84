{
    "name": "Foreign Trade Finance",
    "summary": "One profit for sales and finance: frozen rates, receipts, FX, estimate",
    "version": "19.0.1.0.0",
    "category": "Sales/Foreign Trade",
    "author": "Foreign Trade Suite Contributors",
    "license": "LGPL-3",
    "depends": ["trade_base", "sale_margin", "sale_stock", "purchase_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/trade_finance_rules.xml",
        "data/trade_cost_type_data.xml",
        "data/trade_incoterm_cost_data.xml",
        "data/trade_cost_rule_data.xml",
    ],
}
