{
    "name": "Foreign Trade Demo Company",
    "summary": "A Ningbo trading company with two years of business, as demo data",
    "version": "19.0.1.0.0",
    "category": "Sales/Foreign Trade",
    "author": "Foreign Trade Suite Contributors",
    "license": "LGPL-3",
    "depends": ["sale_margin", "sale_stock", "purchase_stock", "sale_crm", "sale_loyalty", "survey", "sale_purchase_stock", "purchase_request", "stock_delivery", "spreadsheet_dashboard", "trade_base", "l10n_cn"],
    "demo": ["demo/trade_demo.xml"],
}
