import { describe, expect, it } from 'vitest'
import { hdfsOptionsFromEnvironment } from '../../src/hdfs/hdfs-options.ts'
import { hdfsUser } from '../../src/hdfs/hdfs-user.ts'

describe('hdfsOptionsFromEnvironment', () => {
  it('reads each variable', () => {
    const environment = {
      HADOOP_CONF_DIR: '/etc/hadoop',
      HADOOP_USER_NAME: 'ada',
      HADOOP_TOKEN_FILE_LOCATION: '/run/tokens',
      FREEFLOW_WEBHDFS_URL: 'http://nn:9870',
      FREEFLOW_DATANODE_MAP: 'dn=localhost',
      FREEFLOW_DATANODE_HOSTS: '*.example.com',
      FREEFLOW_HDFS_DEADLINE: '2m',
      FREEFLOW_HDFS_TOKEN: 'abc',
    }
    expect(hdfsOptionsFromEnvironment(environment)).toEqual({
      confDir: '/etc/hadoop',
      user: 'ada',
      tokenFile: '/run/tokens',
      webhdfsUrl: 'http://nn:9870',
      datanodeMap: 'dn=localhost',
      datanodeHosts: '*.example.com',
      deadlineMs: 120_000,
      token: 'abc',
    })
  })

  it('counts empty variables as absent', () => {
    expect(hdfsOptionsFromEnvironment({ HADOOP_USER_NAME: '', FREEFLOW_HDFS_DEADLINE: '' })).toEqual({})
  })

  it('names the variable of a deadline that is none', () => {
    const message = 'FREEFLOW_HDFS_DEADLINE must be a time such as 60s or 2m, got soon'
    const refusal = expect.objectContaining({ code: 'usage', message })
    expect(() => hdfsOptionsFromEnvironment({ FREEFLOW_HDFS_DEADLINE: 'soon' })).toThrow(refusal)
  })
})

describe('hdfsUser', () => {
  it.each(['ada', '_a', 'a.b-c_9', 'svc$'])('takes %s', (user) => {
    expect(hdfsUser({ user })).toBe(user)
  })

  it.each(['', '9a', '-a', 'a b', 'a&op=DELETE', 'a$b', 'é', 'a\n', 'ada@REALM'])('refuses %j', (user) => {
    expect(() => hdfsUser({ user })).toThrow(/^HADOOP_USER_NAME must begin with a letter/)
  })

  it('is the user of the process where none is given', () => {
    expect(hdfsUser({})).toMatch(/^[A-Za-z_]/)
  })
})
