"""Code lists of the trade, by the codes the standards give them."""

#: UN/CEFACT Recommendation 19, modes of transport.
TRANSPORT_MODES = [
    ("1", "Sea"),
    ("2", "Rail"),
    ("3", "Road"),
    ("4", "Air"),
    ("5", "Mail"),
    ("6", "Multimodal"),
    ("7", "Fixed installation"),
    ("8", "Inland water"),
    ("9", "Not applicable"),
    ("0", "Not specified"),
]

#: Stages of a shipment, in the order goods go through them.
STAGES = [
    ("requested", "Requested"),
    ("booked", "Booked"),
    ("departed", "Departed"),
    ("arrived", "Arrived"),
    ("delivered", "Delivered"),
    ("cancel", "Cancelled"),
]

#: DCSA Track & Trace event codes a shipment keeps (transport, equipment, document).
EVENT_CODES = [
    ("CONF", "Booking confirmed"),
    ("PICK", "Empty container picked up"),
    ("STUF", "Container stuffed"),
    ("GTIN", "Gate in"),
    ("CUSS", "Selected for customs scan"),
    ("CUSI", "Selected for customs inspection"),
    ("CUSR", "Customs released"),
    ("LOAD", "Loaded"),
    ("DEPA", "Departure"),
    ("ARRI", "Arrival"),
    ("DISC", "Discharged"),
    ("AVPU", "Available for pick-up"),
    ("GTOT", "Gate out"),
    ("DROP", "Delivered"),
    ("DRFT", "Bill of lading drafted"),
    ("APPR", "Bill of lading approved"),
    ("ISSU", "Bill of lading issued"),
    ("SURR", "Bill of lading surrendered"),
    ("HOLD", "On hold"),
]

#: DCSA event classifiers.
CLASSIFIERS = [("PLN", "Planned"), ("EST", "Estimated"), ("ACT", "Actual")]

#: Who said that something happened or will.
SOURCES = [
    ("manual", "By hand"),
    ("carrier", "Carrier"),
    ("forwarder", "Forwarder"),
    ("import", "File"),
]

#: ISO 6346 size-type codes of the containers trade goods travel in.
SIZE_TYPES = [
    ("22G1", "20' GP"),
    ("42G1", "40' GP"),
    ("45G1", "40' HC"),
    ("L5G1", "45' HC"),
    ("22R1", "20' Reefer"),
    ("45R1", "40' HC Reefer"),
    ("22U1", "20' Open top"),
    ("42U1", "40' Open top"),
    ("22P1", "20' Flat rack"),
    ("42P1", "40' Flat rack"),
    ("22T1", "20' Tank"),
]
