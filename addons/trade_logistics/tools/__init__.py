from . import locode, milestones
