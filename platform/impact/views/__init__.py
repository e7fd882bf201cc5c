"""Pages of figures: the dashboard and its evidence, data quality, periods, reports, who reads from outside."""
