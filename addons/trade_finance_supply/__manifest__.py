{
    "name": "Foreign Trade Finance and Supply",
    "summary": "Nothing is bought for an order before its deposit is there",
    "version": "19.0.1.0.0",
    "category": "Sales/Foreign Trade",
    "author": "Foreign Trade Suite Contributors",
    "license": "LGPL-3",
    "depends": ["trade_finance", "trade_supply"],
    "auto_install": True,
}
