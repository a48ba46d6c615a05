terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.0"
    }
  }

  backend "gcs" {
    bucket = "acme-terraform-state"
    prefix = "staging/network"
  }
}

provider "google" {
  project = "acme-staging"
  region  = "europe-west3"
}

module "network" {
  source = "../../modules/network"

  environment = "staging"
  region      = "europe-west3"
  node_cidr   = "10.20.0.0/20"
}
