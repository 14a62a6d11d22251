"""basyx-python-sdk (Eclipse BaSyx) as a judge. One JSON request on standard input, one JSON answer on standard output:

{"do":"read","environment":{}}     -> {"submodels":{ID: number of its elements},"shells":[ID]}
{"do":"open","aasx":BASE64}        -> the same, of a package
{"do":"pack","environment":{},"xml":true}  -> {"aasx":BASE64}, a package of the judge's own

It reads strictly: what is not as the metamodel has it is {"error": message}.
"""

import base64
import io
import json
import sys

from basyx.aas import model
from basyx.aas.adapter import aasx
from basyx.aas.adapter.json import read_aas_json_file


def told(store):
    def walk(elements):
        for element in elements:
            yield element
            if isinstance(element, (model.SubmodelElementCollection, model.SubmodelElementList)):
                yield from walk(element.value)

    submodels = [thing for thing in store if isinstance(thing, model.Submodel)]
    shells = [thing for thing in store if isinstance(thing, model.AssetAdministrationShell)]
    for shell in shells:
        for reference in shell.submodel:
            reference.resolve(store)
    return {
        "submodels": {submodel.id: sum(1 for _ in walk(submodel.submodel_element)) for submodel in submodels},
        "shells": [shell.id for shell in shells],
    }


def parsed(environment):
    return read_aas_json_file(io.StringIO(json.dumps(environment)), failsafe=False)


def read(environment, **_):
    return told(parsed(environment))


def open_package(aasx_bytes):
    store, files = model.DictObjectStore(), aasx.DictSupplementaryFileContainer()
    with aasx.AASXReader(io.BytesIO(aasx_bytes), failsafe=False) as reader:
        reader.read_into(store, files)
    return told(store)


def pack(environment, xml, **_):
    store = parsed(environment)
    shells = [thing.id for thing in store if isinstance(thing, model.AssetAdministrationShell)]
    packed = io.BytesIO()
    with aasx.AASXWriter(packed) as writer:
        writer.write_aas(shells, store, aasx.DictSupplementaryFileContainer(), write_json=not xml)
    return {"aasx": base64.b64encode(packed.getvalue()).decode()}


request = json.load(sys.stdin)
try:
    if request["do"] == "open":
        reply = open_package(base64.b64decode(request["aasx"]))
    else:
        reply = {"read": read, "pack": pack}[request["do"]](**request)
except Exception as error:
    reply = {"error": str(error) or type(error).__name__}
json.dump(reply, sys.stdout)
