"""What tests of several apps make: sessions, certificates, random histories."""
