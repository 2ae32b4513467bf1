"""x"""
from dataclasses import dataclass
PATH = "/"
TITLE = "Story"
@dataclass
class P: pass
def gather(view, ask): return P()
