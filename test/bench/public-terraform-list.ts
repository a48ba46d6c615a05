/** Public repositories with Terraform in them, each at the commit that was read. */

export interface PublicRepository {
  /** `owner/name`, as GitHub spells it. */
  readonly repository: string;
  readonly commit: string;
  /** Places with errors that were looked up by hand and are true: beginnings of paths, and what is wrong there. */
  readonly explained?: Readonly<Record<string, string>>;
  /** What the warnings are. */
  readonly note?: string;
}

export const TERRAFORM_REPOSITORIES: readonly PublicRepository[] = [
  { repository: 'terraform-aws-modules/terraform-aws-vpc', commit: '82d1929e669efef4e2ad00611b8a68e7a56e049c' },
  { repository: 'terraform-aws-modules/terraform-aws-eks', commit: 'bef29c4d9523523e57fe898643fde2895106b339' },
  { repository: 'terraform-aws-modules/terraform-aws-rds', commit: 'fa183b6b36204913fac1219d09b4979c1e60443a' },
  { repository: 'terraform-aws-modules/terraform-aws-iam', commit: '981121bcd17618b8ed032223c0d9e647b9277ef9' },
  {
    repository: 'terraform-google-modules/terraform-google-project-factory',
    commit: '9ba104b249579d1ccf3662ecebee9a210e3dcdbd',
  },
  {
    repository: 'terraform-google-modules/terraform-google-kubernetes-engine',
    commit: 'bb176b213d8c55f6c3034cb39828dfe1631d7647',
  },
  {
    repository: 'terraform-google-modules/terraform-example-foundation',
    commit: 'ed07500ef63b215b28db98cdfa308353e550abca',
    note: 'two networks of which one is chosen share their states; a provider without a version',
  },
  {
    repository: 'GoogleCloudPlatform/cloud-foundation-fabric',
    commit: '11c1d248826f06cbec3fff54fc7094da405a5322',
    note: 'names in dynamic blocks that nothing declares',
  },
  { repository: 'Azure/terraform-azurerm-aks', commit: 'e29456edaa389ae47a3862963bb5a3b65f7126a5' },
  { repository: 'Azure/terraform-azurerm-caf-enterprise-scale', commit: '1e3d84acdfa524f4d945efa57e07062519822d18' },
  {
    repository: 'Azure/terraform-azurerm-avm-res-containerservice-managedcluster',
    commit: '895e0c63b5ed333522d8d218e8ba938814bb8daa',
  },
  {
    repository: 'oracle-terraform-modules/terraform-oci-oke',
    commit: '25ef9a02ada3fc3bf7c43f200503682e79f58f03',
    note: 'an example names variables that it does not declare',
  },
  { repository: 'cloudposse/terraform-null-label', commit: 'b1f52b20802c7c746001511da65ca2aa85dc0dbe' },
  {
    repository: 'cloudposse/terraform-aws-components',
    commit: 'a10df84fcd6e3456938f2b95c6283118f0607e5d',
    note: 'put-away modules, and pieces that are mixed into others',
  },
  {
    repository: 'github-aws-runners/terraform-aws-github-runner',
    commit: '4475534a95e47b6152729950e11131c6ae6a044f',
    note: 'values that nothing takes, lock files of examples',
  },
  { repository: 'gruntwork-io/terragrunt-infrastructure-live-example', commit: 'd106b47ad1e22cae3a841cd495eae48e9bbe3a03' },
  { repository: 'nozaq/terraform-aws-secure-baseline', commit: '6b2d679cf480093ec279450d7d0a90affe3ddc43' },
  { repository: 'hashicorp/terraform-aws-vault-starter', commit: 'f763129d4fe2fda9edbe7eef343944ff1a9b1d92' },
  { repository: 'aws-observability/terraform-aws-observability-accelerator', commit: '4c39cdef88f4c90567ef8de4f464cc248a325ebe' },
  { repository: 'hashicorp/learn-terraform-provision-eks-cluster', commit: 'c5c4d54a59b10779efd05b5a2c42af54c3ca57cf' },
  {
    repository: 'ministryofjustice/cloud-platform-terraform-rds-instance',
    commit: 'e10ec5ce3383c03a4d9a889c33e969e8da9c7db0',
    note: 'an example: modules and providers without a version',
  },
  {
    repository: 'alphagov/paas-cf',
    commit: '23cdaeab8e44b7478850b804a66c007be937c59e',
    note: 'values that one of two stacks takes',
  },
  {
    repository: 'alphagov/govuk-infrastructure',
    commit: 'd9b7454f26061e8af95753fa688cdf3d86a6c3ee',
    note: 'modules from a default branch, mostly',
  },
  {
    repository: 'ministryofjustice/modernisation-platform-environments',
    commit: '0a0278d907aa941c0774c2d01baabe552b6b5a1e',
    explained: { 'terraform/environments/delius-core-training/': 'an argument that a module has lost, and one that it has got' },
    note: 'versions, two roots with one state, uncalled modules',
  },
  {
    repository: 'cds-snc/notification-terraform',
    commit: 'c446304ce2d4694eb82edf80f6a257eac02c404b',
    note: 'values that no module takes, mostly',
  },
  {
    repository: 'ministryofjustice/cloud-platform-infrastructure',
    commit: '2d7b21e13e348e8b1fb1607984046b08cba00c33',
    explained: { 'terraform/aws-accounts/': 'names that their modules declare nowhere' },
    note: 'lock files, states without a lock',
  },
  { repository: 'rust-lang/simpleinfra', commit: 'a1a8a4edba9ec3cf57d62bc10e82d451d385a04e', note: 'access keys in the text' },
  { repository: '2i2c-org/infrastructure', commit: '9ad7cd0fc3502161a038b0e99302556098018199' },
  { repository: 'poseidon/typhoon', commit: '214281702f6c22865c011f7d65cde9950660786b' },
  {
    repository: 'aws-ia/terraform-aws-eks-blueprints',
    commit: '98d0eb4069e787210848eeefcb2b9ba8e52706e7',
    note: 'modules without a version, an example twice',
  },
  {
    repository: 'aws-samples/eks-workshop-v2',
    commit: 'bb1b30007ba61a406d5efc18e48dff87ea879a36',
    explained: { 'manifests/.workshop/terraform/': 'two variants of one file in a directory, which declare the same' },
  },
  { repository: 'kube-hetzner/terraform-hcloud-kube-hetzner', commit: 'ee1b6badba4223ff6dc7f619e52aee7f822db48c' },
  {
    repository: 'gruntwork-io/terragrunt',
    commit: '286a33cb8f79d5ef9177d835561e94fe3cc3caf0',
  },
  {
    repository: 'runatlantis/atlantis',
    commit: '078d0a82081e8a2b1645268c5f5bfec578246fa9',
    note: 'providers without a version, a state without a lock',
  },
  {
    repository: 'hashicorp/terraform-cdk',
    commit: 'a0c56138e2b4c7b6c128bd7ba08a8e317df852af',
    note: 'an example names variables that it does not declare',
  },
  {
    repository: 'alphagov/govuk-aws',
    commit: '81ee9f6e91fd8692fbf751ecf980c671c13aa3c0',
    explained: { 'terraform/projects/infra-networking/main.tf': 'a variable that the module declares nowhere' },
  },
  {
    repository: 'trussworks/terraform-layout-example',
    commit: '1a2d78d625b3339e3d8297ef043c1ed5e4312ab1',
    explained: {
      'modules/aws-example-ecr-repo/': 'names that their modules declare nowhere',
      'modules/aws-example-webapp/': 'names that their modules declare nowhere',
      'orgname-infra/admin-global/': 'names that their modules declare nowhere',
      'orgname-sandbox/app-my-webapp-dev/': 'names that their modules declare nowhere',
      'orgname-sandbox/app-my-webapp-experimental/': 'names that their modules declare nowhere',
    },
  },
  {
    repository: 'ManagedKube/kubernetes-ops',
    commit: '9de0081765d80fad59d4eb9636efa04480f32499',
    explained: { 'old/': 'names that their modules declare nowhere' },
    note: 'in what is put away as old',
  },
  { repository: 'terramate-io/terramate-quickstart-aws', commit: 'b29dc27f22b5387e186edf78137317d9ff5706e2' },
  { repository: 'env0/k8s-modules', commit: '8178a3d5a62340f4c6e8e593af35eea53a7e554a' },
  { repository: 'pagopa/gitops', commit: 'c69ad2ed0ae8beec23bd37341e9ee2d1e78f1c19' },
  { repository: 'mateusz-uminski/terragrunt-aws-organization', commit: 'cc4aec7db4ca062b359362c28aa8235b4c85c54c' },
  { repository: 'catherinevee/terragrunt-gcp', commit: '9c0cad93989fae12ca33a829b4cb97f6f64f3071' },
  {
    repository: 'uc-cdis/cloud-automation',
    commit: 'e53ef3adf57ef9f358d2de4522f35486b3c6f2a2',
    explained: { 'tf_files/': 'written for Terraform 0.11, arguments set twice, arguments that modules do not have' },
    note: 'as old',
  },
  { repository: 'antonbabenko/terraform-best-practices', commit: 'ad36b0f3e40ebcee3a8cb706d1b5387540ce7f16' },
  { repository: 'awslabs/kubeflow-manifests', commit: '9a6b9e853469c77b42d8e5158f04790739325ed3' },
  {
    repository: 'humzamalak/Production-Ready-EKS-Cluster-with-GitOps',
    commit: '07ef348284b5676d812d30b5bc099cba6a693117',
    explained: { 'terraform/environments/aws/main.tf': 'module sources that lead nowhere' },
  },
  { repository: 'argoproj/argoproj-deployments', commit: '2c6492fd7af3f1194db0bbb9fef3e2fcb552302b' },
];
