{
    "name": "Tests of the foreign-trade suite",
    "summary": "What concerns more than one addon: scenario, tours, rights, queries",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "Foreign Trade Suite Contributors",
    "license": "LGPL-3",
    "depends": ["trade_analytics"],
    "assets": {
        "web.assets_tests": ["test_trade/static/tests/tours/**/*"],
    },
}
