/**
 * Files of the same four tokens and one secret key, as Hadoop 3.5.0 wrote them (Credentials.writeTokenStorageToStream,
 * formats WRITABLE and PROTOBUF), in Base64. The first token has an identifier of 300 bytes.
 */
export const credentialsFiles = {
  writable:
    'SERUUwAED2hhLWhkZnM6dHJhZmZpYwMBAgMU//79/Pv6+fj39vX08/Lx8O/u7ewVSERGU19ERUxFR0FUSU9OX1RPS0VOD2hhLWhk' +
    'ZnM6dHJhZmZpYwR5YXJuAgQFABBZQVJOX0FNX1JNX1RPS0VOBcOmcsO4AXcBCQEIEldFQkhERlMgZGVsZWdhdGlvbg0xMC45Ljgu' +
    'Nzo5ODcwDjEyNy4wLjAuMTo4MDIwjgEsAAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tng5+71/AMKERgfJi00O0JJUFde' +
    'ZWxzeoGIj5adpKuyucDHztXc4+rx+P8GDRQbIikwNz5FTFNaYWhvdn2Ei5KZoKeutbzDytHY3+bt9PsCCRAXHiUsMzpBSE9WXWRr' +
    'cnmAh46VnKOqsbi/xs3U2+Lp8Pf+BQwTGiEoLzY9REtSWWBnbnV8g4qRmJ+mrbS7wsnQ197l7PP6AQgPFh0kKzI5QEdOVVxjanF4' +
    'f4aNlJuiqbC3vsXM09rh6O/2/QQLEhkgJy41PENKUVhfZm10e4KJkJeepayzusHIz9bd5Ovy+QAHDhUcIyoxOD9GTVRbYmlwd36F' +
    'jJOaoaivtr3Ey9LZ4Ofu9fwDChEYHyYtFP/+/fz7+vn49/b19PPy8fDv7u3sFUhERlNfREVMRUdBVElPTl9UT0tFTg4xMjcuMC4w' +
    'LjE6ODAyMAEBcwIBAg==',
  protobuf:
    'SERUUwG8BApWCg9oYS1oZGZzOnRyYWZmaWMSQwoDAQIDEhT//v38+/r5+Pf29fTz8vHw7+7t7BoVSERGU19ERUxFR0FUSU9OX1RP' +
    'S0VOIg9oYS1oZGZzOnRyYWZmaWMKJwoEeWFybhIfCgIEBRIAGhBZQVJOX0FNX1JNX1RPS0VOIgXDpnLDuAouCgF3EikKAQkSAQga' +
    'EldFQkhERlMgZGVsZWdhdGlvbiINMTAuOS44Ljc6OTg3MAr/AgoOMTI3LjAuMC4xOjgwMjAS7AIKrAIABw4VHCMqMTg/Rk1UW2Jp' +
    'cHd+hYyTmqGor7a9xMvS2eDn7vX8AwoRGB8mLTQ7QklQV15lbHN6gYiPlp2kq7K5wMfO1dzj6vH4/wYNFBsiKTA3PkVMU1phaG92' +
    'fYSLkpmgp661vMPK0djf5u30+wIJEBceJSwzOkFIT1ZdZGtyeYCHjpWco6qxuL/GzdTb4unw9/4FDBMaISgvNj1ES1JZYGdudXyD' +
    'ipGYn6attLvCydDX3uXs8/oBCA8WHSQrMjlAR05VXGNqcXh/ho2Um6KpsLe+xczT2uHo7/b9BAsSGSAnLjU8Q0pRWF9mbXR7gomQ' +
    'l56lrLO6wcjP1t3k6/L5AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tng5+71/AMKERgfJi0SFP/+/fz7+vn49/b19PPy' +
    '8fDv7u3sGhVIREZTX0RFTEVHQVRJT05fVE9LRU4iDjEyNy4wLjAuMTo4MDIwEgcKAXMaAgEC',
}

/** What Token.encodeToUrlString of Hadoop 3.5.0 gives, by service. */
export const urlStrings = {
  '127.0.0.1:8020':
    'jgEsAAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK-2vcTL0tng5-71_AMKERgfJi00O0JJUFdeZWxzeoGIj5adpKuyucDHztXc4-rx' +
    '-P8GDRQbIikwNz5FTFNaYWhvdn2Ei5KZoKeutbzDytHY3-bt9PsCCRAXHiUsMzpBSE9WXWRrcnmAh46VnKOqsbi_xs3U2-Lp8Pf-' +
    'BQwTGiEoLzY9REtSWWBnbnV8g4qRmJ-mrbS7wsnQ197l7PP6AQgPFh0kKzI5QEdOVVxjanF4f4aNlJuiqbC3vsXM09rh6O_2_QQL' +
    'EhkgJy41PENKUVhfZm10e4KJkJeepayzusHIz9bd5Ovy-QAHDhUcIyoxOD9GTVRbYmlwd36FjJOaoaivtr3Ey9LZ4Ofu9fwDChEY' +
    'HyYtFP_-_fz7-vn49_b19PPy8fDv7u3sFUhERlNfREVMRUdBVElPTl9UT0tFTg4xMjcuMC4wLjE6ODAyMA',
  'ha-hdfs:traffic': 'AwECAxT__v38-_r5-Pf29fTz8vHw7-7t7BVIREZTX0RFTEVHQVRJT05fVE9LRU4PaGEtaGRmczp0cmFmZmlj',
  ærø: 'AgQFABBZQVJOX0FNX1JNX1RPS0VOBcOmcsO4',
  '10.9.8.7:9870': 'AQkBCBJXRUJIREZTIGRlbGVnYXRpb24NMTAuOS44Ljc6OTg3MA',
}
