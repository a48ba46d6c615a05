output "network" {
  description = "The network's id."
  value       = google_compute_network.this.id
}
