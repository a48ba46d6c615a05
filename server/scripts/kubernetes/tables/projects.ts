/** The projects whose custom kinds are known without their CustomResourceDefinitions: the Go modules that carry these, by release. */

export interface Project {
  /** As people call it. */
  readonly name: string;
  /** Newest first: where releases differ, what any of them takes is taken. */
  readonly releases: readonly Release[];
}

/** What a project has released at a time, mostly one module. */
export interface Release {
  readonly version: string;
  readonly sources: readonly Source[];
}

export interface Source {
  readonly module: string;
  readonly version: string;
  /** The module's hash as Go's sum database has it. */
  readonly sum: string;
  /** The files with the definitions, as globs below the module's directory. */
  readonly files: readonly string[];
}

function from(module: string, version: string, sum: string, ...files: readonly string[]): Source {
  return { module, version, sum, files };
}

function project(name: string, ...releases: readonly (readonly [string, ...Source[]])[]): Project {
  return { name, releases: releases.map(([version, ...sources]) => ({ version, sources })) };
}

const FLUX = 'config/crd/bases/*.yaml';

export const PROJECTS: readonly Project[] = [
  project(
    'Argo CD',
    [
      '3.6.1',
      from(
        'github.com/argoproj/argo-cd/v3',
        'v3.6.1',
        'h1:OmhqeKiR3C//awbFrhQqFdtRI+Qiv17j8vqm3UkMj/g=',
        'manifests/crds/*-crd.yaml',
      ),
    ],
    [
      '3.2.11',
      from(
        'github.com/argoproj/argo-cd/v3',
        'v3.2.11',
        'h1:3hkR11XCp/nlyM2cWr3qeUSGuZgi3JkFdMpzgL5qOR8=',
        'manifests/crds/*-crd.yaml',
      ),
    ],
  ),
  project('Argo Events', [
    '1.9.10',
    from(
      'github.com/argoproj/argo-events',
      'v1.9.10',
      'h1:zVC4J0sHUZd1LRRYks8XsVnx0M50KCZ1MuYoqZBOqFE=',
      'manifests/base/crds/argoproj*.yaml',
    ),
  ]),
  project(
    'Argo Rollouts',
    [
      '1.10.2',
      from(
        'github.com/argoproj/argo-rollouts',
        'v1.10.2',
        'h1:sEPWsY+HUvnXj3Vh0ejb+GDTceQ/palqhFo2FVQJMk0=',
        'manifests/crds/*-crd.yaml',
      ),
    ],
    [
      '1.8.3',
      from(
        'github.com/argoproj/argo-rollouts',
        'v1.8.3',
        'h1:blbtQva4IK9r6gFh+dWkCrLnFdPOWiv9ubQYu36qeaA=',
        'manifests/crds/*-crd.yaml',
      ),
    ],
  ),
  project(
    'Argo Workflows',
    [
      '3.7.4',
      from(
        'github.com/argoproj/argo-workflows/v3',
        'v3.7.4',
        'h1:oA/DxaSsjb6fMYaygf7JVQgnsF+ZzlfUPy5kIfLsCic=',
        'manifests/base/crds/full/argoproj*.yaml',
      ),
    ],
    [
      '3.6.10',
      from(
        'github.com/argoproj/argo-workflows/v3',
        'v3.6.10',
        'h1:MFFGzeTXwNKSdDZ5jwQQb26AMGng4bSML38hjxB3Wt0=',
        'manifests/base/crds/full/argoproj*.yaml',
      ),
    ],
  ),
  project('cert-manager', [
    '1.21.2',
    from(
      'github.com/cert-manager/cert-manager',
      'v1.21.2',
      'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
      'deploy/crds/*.yaml',
    ),
  ]),
  project(
    'Cilium',
    [
      '1.20.2',
      from(
        'github.com/cilium/cilium',
        'v1.20.2',
        'h1:dqiEGIcXc+gqCLYG/l7VCFJ8GHyb4HUrwbZOpkX5dL8=',
        'pkg/k8s/apis/cilium.io/client/crds/*/*.yaml',
      ),
    ],
    [
      '1.15.19',
      from(
        'github.com/cilium/cilium',
        'v1.15.19',
        'h1:paLLN6chvDJiW9FB31c2KHdtFbkFB6QsVxgvLHN9XHs=',
        'pkg/k8s/apis/cilium.io/client/crds/*/*.yaml',
      ),
    ],
  ),
  project(
    'CloudNativePG',
    [
      '1.29.0',
      from(
        'github.com/cloudnative-pg/cloudnative-pg',
        'v1.29.0',
        'h1:49Dm8+y4va7RODspJjeaK8uMWP3OGAD0gMsxhjm16Mo=',
        'config/crd/bases/*.yaml',
      ),
    ],
    [
      '1.27.1',
      from(
        'github.com/cloudnative-pg/cloudnative-pg',
        'v1.27.1',
        'h1:w+bbtXyEPoaa7sZGXxbb8qJ+/bUGWQ3M48kbNUEpKlk=',
        'config/crd/bases/*.yaml',
      ),
    ],
  ),
  project('Cluster API', [
    '1.14.2',
    from(
      'sigs.k8s.io/cluster-api',
      'v1.14.2',
      'h1:o3GFNaeNFAOEEMpDPfhCK+2CjmV6gtQ8yLEcUwCg7bA=',
      'core/config/crd/bases/*.yaml',
      'bootstrap/kubeadm/config/crd/bases/*.yaml',
      'controlplane/kubeadm/config/crd/bases/*.yaml',
      'cmd/clusterctl/config/crd/bases/*.yaml',
    ),
  ]),
  project(
    'Crossplane',
    [
      '2.2.0',
      from(
        'github.com/crossplane/crossplane/v2',
        'v2.2.0',
        'h1:07heHt5SdqkstLwlrSY48sq2zf8zRlF9XRxKXwEIydE=',
        'cluster/crds/*.yaml',
      ),
    ],
    [
      '1.20.0',
      from(
        'github.com/crossplane/crossplane',
        'v1.20.0',
        'h1:Wr3+/CilaMbRQ7u4e+m4XBmoARahBpENIYClGzIXpS8=',
        'cluster/crds/*.yaml',
      ),
    ],
  ),
  project('External DNS', [
    '0.23.0',
    from('sigs.k8s.io/external-dns', 'v0.23.0', 'h1:35KyAZtLN8o5nIE0aPKfyhILbf5HHkKPJby/4FowPJM=', 'config/crd/standard/*.yaml'),
  ]),
  project(
    'External Secrets',
    [
      '1.3.2',
      from(
        'github.com/external-secrets/external-secrets',
        'v1.3.2',
        'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
        'config/crds/bases/*.yaml',
      ),
    ],
    [
      '0.16.2',
      from(
        'github.com/external-secrets/external-secrets',
        'v0.16.2',
        'h1:iNY+gIgSyL5higXTfnz+hdPCaiB/43UiHLqE7HBpj68=',
        'config/crds/bases/*.yaml',
      ),
    ],
  ),
  project(
    'Flux helm-controller',
    ['1.6.2', from('github.com/fluxcd/helm-controller', 'v1.6.2', 'h1:cEirkQjLFF721EomwtH5fHuhpiYCW9HkAje1HTzCTsM=', FLUX)],
    ['1.4.0', from('github.com/fluxcd/helm-controller', 'v1.4.0', 'h1:rkm8rmB6Na7eNc4pJOnvtXEaJ19iKluRtayHKjBxcUM=', FLUX)],
  ),
  project('Flux image-automation-controller', [
    '1.1.2',
    from('github.com/fluxcd/image-automation-controller', 'v1.1.2', 'h1:zPptZCByqjLsZ5zeNk22kWQXtXo9MxpdB7wlHeffC/s=', FLUX),
  ]),
  project('Flux image-reflector-controller', [
    '1.1.1',
    from('github.com/fluxcd/image-reflector-controller', 'v1.1.1', 'h1:x76ne/gPXys0z14N3qms/6gumJmYEZ5s+HoVjf0OxVU=', FLUX),
  ]),
  project('Flux kustomize-controller', [
    '1.10.1',
    from('github.com/fluxcd/kustomize-controller', 'v1.10.1', 'h1:IjTnrkIy0ULJoTNC2ZKuMb32vkqj7dJ6zt6UqbTFxKA=', FLUX),
  ]),
  project(
    'Flux notification-controller',
    [
      '1.6.0',
      from('github.com/fluxcd/notification-controller', 'v1.6.0', 'h1:5C06VdqTVsbBFjtSZejnKT60U00Uyj6DAtKrqU1Si/w=', FLUX),
    ],
    [
      '1.5.0',
      from('github.com/fluxcd/notification-controller', 'v1.5.0', 'h1:ereRv4FKXJUVWPBQAF1WZJO+Inw6uIIDZjXXpufPzcQ=', FLUX),
    ],
  ),
  project('Flux source-controller', [
    '1.10.1',
    from('github.com/fluxcd/source-controller', 'v1.10.1', 'h1:vkYpgpLZu20LQ2UN4lPBdWH7sqTNdQ8FjcZD/HogN2E=', FLUX),
  ]),
  project('Flux Operator', [
    '0.59.0',
    from('github.com/controlplaneio-fluxcd/flux-operator', 'v0.59.0', 'h1:jByuiWYtjSJxucGHuz68tV0DeVFz5CYrKQYfxAwE7lE=', FLUX),
  ]),
  project('Gatekeeper', [
    '3.23.1',
    from(
      'github.com/open-policy-agent/gatekeeper/v3',
      'v3.23.1',
      'h1:njHTm0SJ6ZEhhEgmQTpJKTGQbc99fSs4hGiEp1OIKck=',
      'charts/gatekeeper/crds/*.yaml',
    ),
  ]),
  project(
    'Gateway API',
    [
      '1.7.0',
      from(
        'sigs.k8s.io/gateway-api',
        'v1.7.0',
        'h1:duVnm7nO6oXfMMUWfcDoBph47CYR/ME3NGxccOVglaY=',
        'config/crd/standard/gateway*.yaml',
        'config/crd/experimental/gateway*.yaml',
      ),
    ],
    [
      '1.6.3',
      from(
        'sigs.k8s.io/gateway-api',
        'v1.6.3',
        'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
        'config/crd/standard/gateway*.yaml',
        'config/crd/experimental/gateway*.yaml',
      ),
    ],
  ),
  project('Istio', [
    '1.31.4',
    from(
      'istio.io/api',
      'v1.31.4',
      'h1:AcnncYrlDj1PJkym7h88Gggkef4MAra8QpGaXRMsr+E=',
      'kubernetes/customresourcedefinitions.gen.yaml',
    ),
  ]),
  project(
    'KEDA',
    [
      '2.21.0',
      from(
        'github.com/kedacore/keda/v2',
        'v2.21.0',
        'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
        'config/crd/bases/*.yaml',
      ),
    ],
    [
      '2.15.1',
      from(
        'github.com/kedacore/keda/v2',
        'v2.15.1',
        'h1:Kb3woYuCeCPICH037vTIcUopXgOYpdP2qa+CmHgV3SE=',
        'config/crd/bases/*.yaml',
      ),
    ],
  ),
  project('Knative', [
    '1.22',
    from('knative.dev/serving', 'v0.51.0', 'h1:yN2Q7eYqJgoPfZkATjoBZyGbZ2P1Qhns9HIMU4mF+to=', 'config/core/300-resources/*.yaml'),
    from('knative.dev/eventing', 'v0.47.0', 'h1:FfM1aS7iBn9o0v7xqIBEWcR4XZ8Ny7YyFPAOyLEgMok=', 'config/core/resources/*.yaml'),
  ]),
  project(
    'Kyverno',
    [
      '1.19.1',
      from(
        'github.com/kyverno/kyverno',
        'v1.19.1',
        'h1:/MkgFii3/VlQfKR1JpC9tVwNNVNQTt2S4U6qCsafsTU=',
        'config/crds/kyverno/*.yaml',
        'config/crds/policies.kyverno.io/*.yaml',
      ),
    ],
    [
      '1.13.4',
      from(
        'github.com/kyverno/kyverno',
        'v1.13.4',
        'h1:2zUi+eszlisLdCir+WIf2NtuUfFPvJtjUNpewdtLjVw=',
        'config/crds/kyverno/*.yaml',
      ),
    ],
  ),
  project('Longhorn', [
    '1.8.1',
    from('github.com/longhorn/longhorn-manager', 'v1.8.1', 'h1:RWAfhAVxxLgQQR+C9VWLNf9oirdz14S69ZW7w/rfkTg=', 'k8s/crds.yaml'),
  ]),
  project('MetalLB', [
    '0.16.2',
    from('go.universe.tf/metallb', 'v0.16.2', 'h1:RCSAGoZmqcvTg0e56+Okbwz8iTuQVX30JpKX5mYEPUM=', 'config/crd/bases/*.yaml'),
  ]),
  project('Prometheus Operator', [
    '0.85.0',
    from(
      'github.com/prometheus-operator/prometheus-operator',
      'v0.85.0',
      'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
      'example/prometheus-operator-crd/*.yaml',
    ),
  ]),
  project('Sealed Secrets', [
    '0.40.0',
    from(
      'github.com/bitnami-labs/sealed-secrets',
      'v0.40.0',
      'h1:rvCP35JL8ZV5LNA2SrwNR6iLyoM3ulrSFWN0lBtYEYI=',
      'helm/sealed-secrets/crds/*.yaml',
    ),
  ]),
  project('Traefik', [
    '3.7.13',
    from(
      'github.com/traefik/traefik/v3',
      'v3.7.13',
      'h1:T8wy9KuaFzCkmXCqAzDy7t73pBDR1DHrJe3pqXpNXTw=',
      'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml',
    ),
  ]),
  project('Velero', [
    '1.18.3',
    from(
      'github.com/vmware-tanzu/velero',
      'v1.18.3',
      'h1:9uwN5yxTWQl9PsF5ljX4xiG+7VIq3I9mxOQ0DyyZ31A=',
      'config/crd/*/bases/*.yaml',
    ),
  ]),
  project('Vertical Pod Autoscaler', [
    '1.8.1',
    from(
      'k8s.io/autoscaler/vertical-pod-autoscaler',
      'v1.8.1',
      'h1:Pe8bV1wozN4gOKO1rleiIY5alIyAXN+DnXDbXQcL4fI=',
      'deploy/vpa-v1-crd-gen.yaml',
    ),
  ]),
  project('Volume snapshots', [
    '8.7.0',
    from(
      'github.com/kubernetes-csi/external-snapshotter/client/v8',
      'v8.7.0',
      'h1:HVaSUeRRHPu49aSiL8eXOjS9Re9G6pM0NzdTGI7mM14=',
      'config/crd/*snapshot.storage*.yaml',
    ),
  ]),
];
