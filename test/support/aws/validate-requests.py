"""Reads [{service, operation, input}] as JSON, and prints what AWS's own models of its APIs have against each input."""

import json
import sys

from botocore.session import get_session
from botocore.validate import ParamValidator

faults = []
models = {}
for request in json.load(sys.stdin):
    service = request["service"]
    if service not in models:
        models[service] = get_session().get_service_model(service)
    shape = models[service].operation_model(request["operation"]).input_shape
    report = ParamValidator().validate(request["input"], shape)
    if report.has_errors():
        faults.append(f"{service} {request['operation']}: {report.generate_report()}")
print(json.dumps(faults))
