/** Objects that controllers make out of others: who makes them, by which name, and which keys they will have. */
import { isPlaceholder } from '../naming.ts';
import { type Reader, valueAt, valuesAt } from './reader.ts';

/** One object that will be there once a controller has seen its maker. */
export interface Made<T> {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** The field that says the name. */
  readonly at: T;
  /** True where the name is more than what that field says. */
  readonly isDerived: boolean;
  /** The keys that a Secret or ConfigMap will have; undefined where that is not known. */
  readonly keys: ReadonlySet<string> | undefined;
}

interface Maker {
  readonly kind: string;
  readonly group?: string;
  /** Where the name stands; the first path that leads somewhere counts. */
  readonly from: readonly string[];
  /** What the name becomes, `{}` being what stands there. */
  readonly as?: readonly string[];
  /** Where the keys of what is made stand. */
  readonly keys?: readonly string[];
}

const NAME = 'metadata/name';

function secretNamed(...from: readonly string[]): Maker {
  return { kind: 'Secret', from };
}

function derived(kind: string, ...as: readonly string[]): Maker {
  return { kind, from: [NAME], as };
}

/** By `group/Kind`; from the controllers' own documentation and sources. */
const TABLE: Readonly<Record<string, readonly Maker[]>> = {
  'external-secrets.io/ExternalSecret': [secretNamed('spec/target/name', NAME)],
  'external-secrets.io/ClusterExternalSecret': [
    secretNamed('spec/externalSecretSpec/target/name', 'spec/externalSecretName', NAME),
  ],
  'kubernetes-client.io/ExternalSecret': [secretNamed(NAME)],
  'bitnami.com/SealedSecret': [{ ...secretNamed(NAME), keys: ['spec/encryptedData', 'spec/template/data'] }],
  'cert-manager.io/Certificate': [secretNamed('spec/secretName')],
  'cert-manager.io/Issuer': [secretNamed('spec/acme/privateKeySecretRef/name')],
  'cert-manager.io/ClusterIssuer': [secretNamed('spec/acme/privateKeySecretRef/name')],
  'secrets-store.csi.x-k8s.io/SecretProviderClass': [secretNamed('spec/secretObjects/*/secretName')],
  'secrets.hashicorp.com/VaultStaticSecret': [secretNamed('spec/destination/name')],
  'secrets.hashicorp.com/VaultDynamicSecret': [secretNamed('spec/destination/name')],
  'secrets.hashicorp.com/VaultPKISecret': [secretNamed('spec/destination/name')],
  'secrets.hashicorp.com/HCPVaultSecretsApp': [secretNamed('spec/destination/name')],
  'ricoberger.de/VaultSecret': [secretNamed(NAME)],
  'onepassword.com/OnePasswordItem': [secretNamed(NAME)],
  'secrets.infisical.com/InfisicalSecret': [
    secretNamed('spec/managedSecretReference/secretName'),
    secretNamed('spec/managedKubeSecretReferences/*/secretName'),
  ],
  'secrets.doppler.com/DopplerSecret': [secretNamed('spec/managedSecret/name')],
  'k8s.bitwarden.com/BitwardenSecret': [secretNamed('spec/secretName')],
  'isindir.github.com/SopsSecret': [secretNamed('spec/secretTemplates/*/name')],
  'spv.no/AzureKeyVaultSecret': [
    secretNamed('spec/output/secret/name'),
    { kind: 'ConfigMap', from: ['spec/output/configMap/name'] },
  ],
  'secretgenerator.mittwald.de/StringSecret': [secretNamed(NAME)],
  'secretgenerator.mittwald.de/BasicAuth': [secretNamed(NAME)],
  'trust.cert-manager.io/Bundle': [derived('ConfigMap', '{}'), derived('Secret', '{}')],
  'objectbucket.io/ObjectBucketClaim': [derived('Secret', '{}'), derived('ConfigMap', '{}')],
  'kafka.strimzi.io/KafkaUser': [secretNamed(NAME)],
  'kafka.strimzi.io/Kafka': [
    derived('Secret', '{}-cluster-ca-cert', '{}-clients-ca-cert', '{}-cluster-ca', '{}-clients-ca'),
    derived('Service', '{}-kafka-bootstrap', '{}-kafka-brokers'),
  ],
  'postgresql.cnpg.io/Cluster': [
    derived('Secret', '{}-app', '{}-superuser', '{}-ca', '{}-server', '{}-replication'),
    derived('Service', '{}-rw', '{}-ro', '{}-r'),
    derived('ServiceAccount', '{}'),
  ],
  'postgresql.cnpg.io/Pooler': [derived('Service', '{}')],
  'rabbitmq.com/RabbitmqCluster': [
    derived('Secret', '{}-default-user', '{}-erlang-cookie'),
    derived('Service', '{}', '{}-nodes'),
    derived('ServiceAccount', '{}-server'),
  ],
  'elasticsearch.k8s.elastic.co/Elasticsearch': [
    derived('Secret', '{}-es-elastic-user', '{}-es-http-certs-public', '{}-es-http-certs-internal', '{}-es-internal-users'),
    derived('Service', '{}-es-http', '{}-es-transport', '{}-es-internal-http'),
  ],
  'kibana.k8s.elastic.co/Kibana': [derived('Secret', '{}-kb-http-certs-public'), derived('Service', '{}-kb-http')],
  'apm.k8s.elastic.co/ApmServer': [derived('Secret', '{}-apm-token'), derived('Service', '{}-apm-http')],
  'databases.spotahome.com/RedisFailover': [derived('Service', 'rfs-{}', 'rfr-{}')],
  'redis.redis.opstreelabs.in/Redis': [derived('Service', '{}', '{}-headless', '{}-additional')],
  'dragonflydb.io/Dragonfly': [derived('Service', '{}')],
  'mysql.oracle.com/InnoDBCluster': [derived('Service', '{}', '{}-instances')],
  'k8s.mariadb.com/MariaDB': [derived('Service', '{}', '{}-primary', '{}-secondary', '{}-internal')],
  'monitoring.coreos.com/Prometheus': [derived('Service', 'prometheus-operated')],
  'monitoring.coreos.com/Alertmanager': [derived('Service', 'alertmanager-operated'), derived('Secret', 'alertmanager-{}')],
  'opentelemetry.io/OpenTelemetryCollector': [
    derived('Service', '{}-collector', '{}-collector-headless', '{}-collector-monitoring'),
    derived('ServiceAccount', '{}-collector'),
    derived('ConfigMap', '{}-collector'),
  ],
  'jaegertracing.io/Jaeger': [
    derived('Service', '{}-query', '{}-collector', '{}-collector-headless', '{}-agent'),
    derived('ServiceAccount', '{}'),
  ],
  'triggers.tekton.dev/EventListener': [derived('Service', 'el-{}'), { ...derived('Deployment', 'el-{}'), group: 'apps' }],
  'serving.knative.dev/Service': [derived('Service', '{}')],
  'flagger.app/Canary': [
    { kind: 'Service', from: ['spec/service/name', 'spec/targetRef/name'], as: ['{}', '{}-canary', '{}-primary'] },
    { kind: 'Deployment', group: 'apps', from: ['spec/targetRef/name'], as: ['{}-primary'] },
  ],
};

/** Crossplane's claims and managed resources, and whoever does as they do. */
const CONNECTION = 'spec/writeConnectionSecretToRef/name';

/** cert-manager's annotations that ask for a certificate: the Secrets of `tls` are then made. */
const ISSUING = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];

/** What controllers make of one object. */
export function* madeBy<T>(reader: Reader<T>, group: string, kind: string, object: T): Generator<Made<T>> {
  const makers = TABLE[`${group}/${kind}`];
  for (const maker of makers ?? []) yield* makes(reader, maker, object);
  if (group === 'networking.k8s.io' && kind === 'Ingress') {
    const annotations = reader.field(reader.field(object, 'metadata'), 'annotations');
    if (ISSUING.some((one) => reader.field(annotations, one) !== undefined))
      yield* makes(reader, secretNamed('spec/tls/*/secretName'), object);
    return;
  }
  if (group === '' || group === 'apps' || group === 'batch') {
    if (kind === 'StatefulSet') yield* claims(reader, object);
    return;
  }
  yield* makes(reader, secretNamed(CONNECTION), object);
}

function* makes<T>(reader: Reader<T>, maker: Maker, object: T): Generator<Made<T>> {
  for (const path of maker.from) {
    const found = [...valuesAt(reader, object, path.split('/'))];
    for (const at of found) {
      const text = reader.text(at);
      if (text === undefined || text === '' || isPlaceholder(text)) continue;
      for (const form of maker.as ?? ['{}']) {
        const name = form.replace('{}', text);
        const { group = '', kind } = maker;
        yield { group, kind, name, at, isDerived: form !== '{}', keys: keysOf(reader, maker.keys, object) };
      }
    }
    if (found.length > 0) return;
  }
}

/** `template-statefulset-ordinal`, for the pods that there will be. */
function* claims<T>(reader: Reader<T>, object: T): Generator<Made<T>> {
  const name = valueAt(reader, object, ['metadata', 'name']);
  const replicas = Number(reader.text(valueAt(reader, object, ['spec', 'replicas'])) ?? '1');
  for (const template of reader.items(valueAt(reader, object, ['spec', 'volumeClaimTemplates']))) {
    const own = reader.text(valueAt(reader, template, ['metadata', 'name']));
    const text = reader.text(name);
    if (own === undefined || text === undefined || name === undefined) continue;
    for (let i = 0; i < Math.min(Number.isInteger(replicas) ? replicas : 1, MOST_ORDINALS); i++)
      yield { group: '', kind: 'PersistentVolumeClaim', name: `${own}-${text}-${i}`, at: name, isDerived: true, keys: undefined };
  }
}

const MOST_ORDINALS = 16;

function keysOf<T>(reader: Reader<T>, paths: readonly string[] | undefined, object: T): ReadonlySet<string> | undefined {
  const keys = paths?.flatMap((path) => reader.entries(valueAt(reader, object, path.split('/'))).map(([key]) => key)) ?? [];
  return keys.length === 0 ? undefined : new Set(keys);
}
