{
    "name": "Foreign Trade Demo Company",
    "summary": "A Ningbo trading company with two years of business, as demo data",
    "version": "19.0.1.0.0",
    "category": "Sales/Foreign Trade",
    "author": "Foreign Trade Suite Contributors",
    "license": "LGPL-3",
    "depends": ["trade_analytics", "l10n_cn"],
    "demo": ["demo/trade_demo.xml"],
}
