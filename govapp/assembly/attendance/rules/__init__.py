"""Bureau, arrivals and departures, presence and quorum: plain functions on frozen values."""
