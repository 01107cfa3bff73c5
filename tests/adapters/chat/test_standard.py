"""langchain's standard tests over our scripted model: a good model as far as ours are concerned.

They come with plugins that the other tests cannot bear, so they run apart: see .ci/run.
"""

from __future__ import annotations

import pytest
from scriptedmodel import ScriptedChatModel

unit = pytest.importorskip("langchain_tests.unit_tests")
whole = pytest.importorskip("langchain_tests.integration_tests")


class TestScriptedModel(unit.ChatModelUnitTests):  # type: ignore[misc, name-defined] # not installed with the others
    @property
    def chat_model_class(self) -> type[ScriptedChatModel]:
        return ScriptedChatModel


class TestScriptedModelAtWork(whole.ChatModelIntegrationTests):  # type: ignore[misc, name-defined] # not installed with the others
    has_tool_calling = False  # it calls what its script says
    has_structured_output = False

    @property
    def chat_model_class(self) -> type[ScriptedChatModel]:
        return ScriptedChatModel
