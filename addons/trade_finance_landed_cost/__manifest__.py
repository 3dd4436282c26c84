{
    "name": "Foreign Trade Finance: Landed Costs",
    "summary": "Landed costs that came after the goods had left reach the orders",
    "version": "19.0.1.0.0",
    "category": "Sales/Foreign Trade",
    "author": "Foreign Trade Suite Contributors",
    "license": "LGPL-3",
    "depends": ["trade_finance", "stock_landed_costs"],
    "data": [
        "security/ir.model.access.csv",
        "security/trade_finance_landed_cost_rules.xml",
        "data/trade_cost_type_data.xml",
    ],
    "auto_install": True,
}
