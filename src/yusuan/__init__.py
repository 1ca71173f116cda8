"""Yusuan 预算: prepare, prove, publish and inspect departmental budgets."""
