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
    prefix = "production/network"
  }
}

provider "google" {
  project = "acme-production"
  region  = "europe-west3"
}

module "network" {
  source = "../../modules/network"

  environment = "production"
  region      = "europe-west3"
  nodes_cidr  = "10.10.0.0/20"
}
