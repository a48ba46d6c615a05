variable "environment" {
  description = "The environment that the network belongs to."
  type        = string
}

variable "region" {
  description = "The region of the nodes."
  type        = string
}

variable "nodes_cidr" {
  description = "The address range of the nodes."
  type        = string
}
