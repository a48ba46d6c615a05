resource "google_compute_network" "this" {
  name                    = "${var.environment}-network"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "nodes" {
  name          = "${var.environment}-nodes"
  network       = google_compute_network.this.id
  region        = var.region
  ip_cidr_range = var.nodes_cidr
}
