/** Errors of a cluster as sentences that a person can act on, and that hold nothing secret. */
import type { ClusterProblem } from '../../model/live/cluster.ts';

export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly kind: ClusterProblem['kind'];
  /** The status of the answer, where one came. */
  readonly status: number | undefined;

  constructor(kind: ClusterProblem['kind'], message: string, status?: number) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

const CERTIFICATE = /^(?:ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_SSL|HOSTNAME_MISMATCH)/;

/** What a failed connection means. */
export function connectionError(error: unknown, server: string): ClusterError {
  if (error instanceof ClusterError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code !== undefined && CERTIFICATE.test(code))
    return new ClusterError(
      'certificate',
      `The certificate of ${server} is not trusted (${code}): the kubeconfig's certificate-authority does not fit it.`,
    );
  if (code === 'EPROTO') return new ClusterError('certificate', `${server} does not speak TLS as expected (EPROTO).`);
  return new ClusterError('unreachable', `${server} cannot be reached${code === undefined ? '' : ` (${code})`}.`);
}

/** What an answer that is no success means; `message` is the API server's own. */
export function answerError(status: number, message: string, server: string): ClusterError {
  if (status === 401)
    return new ClusterError('unauthorized', `${server} does not accept the credentials of the kubeconfig.`, status);
  if (status === 403) return new ClusterError('forbidden', message || 'The API server forbids it.', status);
  return new ClusterError('protocol', message || `${server} answered with status ${status}.`, status);
}
