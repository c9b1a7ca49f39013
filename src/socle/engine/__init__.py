"""From expression trees to numbers: lowering, averaging over cells, and the engines."""
