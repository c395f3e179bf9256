metadata description = 'Who is told when something is wrong. The queries look for the texts of log messages, which are never sampled: the app\'s, and one of the Durable extension.'

param actionGroupName string
param location string
param tags object
param workspaceId string
param storageAccountId string

@description('Who is told.')
param email string

type logAlert = {
  name: string
  title: string
  @description('0: critical, 1: error, 2: warning.')
  severity: 0 | 1 | 2
  query: string
  @description('The alert fires when the query has found more lines than this.')
  moreThan: int?
  @description('The alert fires when the query has found fewer lines than this.')
  fewerThan: int?
  @description('Over how long; it is looked at three times in that time.')
  window: 'PT15M' | 'PT30M'
}

var logAlerts logAlert[] = [
  {
    name: 'watchdog-silent'
    title: 'The watchdog has not run for 15 minutes: bots that are overdue are not woken, and nothing else may be running either.'
    severity: 0
    query: 'AppTraces | where Message contains "The watchdog has looked"'
    fewerThan: 1
    window: 'PT15M'
  }
  {
    name: 'deadlines-overdue'
    title: 'A deadline has been overdue for more than two minutes, and /health says 503: bots are not advanced. Are the functions WakeOverdueBots and BotLifecycle enabled, and are there errors in the log?'
    severity: 0
    query: 'AppTraces | where Message contains "A deadline has been overdue since"'
    moreThan: 0
    window: 'PT15M'
  }
  {
    name: 'poison-messages'
    title: 'Messages have failed again and again and were given up. When the cause is mended: POST /manage/v1/poison/{queue}/retry.'
    severity: 1
    query: 'AppTraces | where Message contains "-poison holds message"'
    moreThan: 0
    window: 'PT15M'
  }
  {
    name: 'bots-overdue'
    title: 'Orchestrations are late: the watchdog wakes their bots, or advances them itself. A few after every outage; many, or for long, means that the durable group does not keep up.'
    severity: 1
    query: 'AppTraces | where Message contains "and nobody has advanced it"'
    moreThan: 10
    window: 'PT15M'
  }
  {
    name: 'bots-unreadable'
    title: 'A bot cannot be read or advanced, again and again; the line names it. It is looked at every ten minutes: see docs/operating.md.'
    severity: 1
    // Logged with its exception, hence not among AppTraces; the message is a property then.
    query: 'AppExceptions | where tostring(Properties.OriginalFormat) contains "could not be looked at"'
    moreThan: 1 // one that stays is told every ten minutes
    window: 'PT30M'
  }
  {
    name: 'orchestrations-failed'
    title: 'Orchestrations fail. The watchdog starts them again, so bots are late, not lost.'
    severity: 2
    query: 'AppTraces | where Message contains "BotLifecycle (Orchestrator)\' failed with an error"'
    moreThan: 5
    window: 'PT15M'
  }
  {
    name: 'requests-failing'
    title: 'Requests are answered with 5xx. 503 is storage that does not answer; anything else is a fault of the app.'
    severity: 1
    query: 'AppRequests | where toint(ResultCode) >= 500'
    moreThan: 5
    window: 'PT15M'
  }
  {
    name: 'webhooks-failing'
    title: 'Attempts to deliver webhooks fail and pile up for another one: many receivers are away, or the app cannot reach them.'
    severity: 2
    query: 'AppTraces | where Message contains ", attempt " and (Message contains "-> pending" or Message contains "-> failed")'
    moreThan: 200
    window: 'PT30M'
  }
  {
    name: 'webhook-stopped'
    title: 'A webhook of a project has failed for five days and is paused, or has ended. What it misses is held; POST …/webhooks/{webhook}/resume.'
    severity: 2
    query: 'AppTraces | where Message contains "is told nothing more"'
    moreThan: 0
    window: 'PT30M'
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'usher'
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: 'usher-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'usher: ${replace(alert.name, '-', ' ')}'
      description: alert.title
      enabled: true
      severity: alert.severity
      scopes: [workspaceId]
      evaluationFrequency: alert.window == 'PT15M' ? 'PT5M' : 'PT10M'
      windowSize: alert.window
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: contains(alert, 'fewerThan') ? 'LessThan' : 'GreaterThan'
            threshold: alert.?fewerThan ?? alert.?moreThan ?? 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      skipQueryValidation: true // a new workspace has no tables yet
      actions: { actionGroups: [people.id] }
    }
  }
]

// What waits in all queues, webhooks to be tried again among it. Storage counts about once an hour.
resource backlog 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'usher-queues-long'
  location: 'global'
  tags: tags
  properties: {
    description: 'More than 10,000 messages wait in queues: webhooks that fail, commands that no runner takes, or events that are not dispatched.'
    enabled: true
    severity: 2
    scopes: ['${storageAccountId}/queueServices/default']
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'messages'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          metricName: 'QueueMessageCount'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 10000
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
