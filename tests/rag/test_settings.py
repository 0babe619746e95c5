"""Settings: where they come from and what is refused."""

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import PREFIX, Settings, env_example
from tests.conftest import ROOT


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DOSSIER_PORT=8001\nDOSSIER_HOST=127.0.0.2\nOTHER=1\n")
    monkeypatch.setenv("DOSSIER_PORT", "8002")
    settings = Settings.from_environment()
    assert (settings.port, settings.host) == (8002, "127.0.0.2")
    assert Settings.from_environment(port=8003).port == 8003


def test_a_misspelt_setting_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"DOSSIER_DATADIR.*DOSSIER_DATA_DIR"):
        Settings.from_environment({"DOSSIER_DATADIR": "x"})


def test_a_misspelt_setting_in_the_file_is_refused() -> None:
    Path(".env").write_text("DOSSIER_PROT=1\n")
    with pytest.raises(SettingsError, match="DOSSIER_PROT"):
        Settings.from_environment()


def test_a_wrong_value_is_named() -> None:
    with pytest.raises(SettingsError, match=r"DOSSIER_PORT is 'many'"):
        Settings.from_environment({"DOSSIER_PORT": "many"})


def test_settings_made_in_code_refuse_unknown_names() -> None:
    with pytest.raises(
        SettingsError, match=r"Unknown setting DOSSIER_DATA_DRI\. Did you mean DOSSIER_DATA_DIR\?"
    ):
        Settings(data_dri="x")  # type: ignore[call-arg]


def test_the_data_folder_is_absolute() -> None:
    assert Settings.from_environment({}).data_dir == Path.cwd() / ".dossier"


def test_env_example_lists_exactly_the_settings() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert text == env_example()
    listed = [line.split("=")[0] for line in text.splitlines() if "=" in line]
    assert listed == [f"# {PREFIX}{name.upper()}" for name in Settings.model_fields]


def test_a_key_is_never_shown() -> None:
    settings = Settings.from_environment({"DOSSIER_LLM_API_KEY": "sk-secret"})
    assert settings.llm_api_key is not None
    assert settings.llm_api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in repr(settings) + settings.model_dump_json()


@pytest.mark.parametrize("url", ["localhost:1", "ftp://host/v1", "https://me:sk-secret@host/v1"])
def test_a_base_url_is_checked_and_its_secrets_are_not_shown(url: str) -> None:
    with pytest.raises(SettingsError, match="DOSSIER_LLM_BASE_URL is ") as refused:
        Settings.from_environment({"DOSSIER_LLM_BASE_URL": url})
    assert "sk-secret" not in str(refused.value)


def test_allowed_hosts_are_names_separated_by_commas() -> None:
    settings = Settings.from_environment(
        {"DOSSIER_ALLOWED_HOSTS": " Briefings.Example.org, 192.0.2.7,::1 ,"}
    )
    assert settings.allowed_hosts == ("briefings.example.org", "192.0.2.7", "::1")
    assert Settings.from_environment({}).allowed_hosts == ()


@pytest.mark.parametrize("value", ["*", "a.example:80", "http://a.example", "a b", "a.example/x"])
def test_what_is_no_host_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match=r"DOSSIER_ALLOWED_HOSTS.*is no host's name"):
        Settings.from_environment({"DOSSIER_ALLOWED_HOSTS": value})


def test_a_base_url_with_a_key_is_refused_without_showing_it() -> None:
    with pytest.raises(SettingsError, match="DOSSIER_LLM_BASE_URL") as refused:
        Settings(llm_base_url="https://me:sk-secret@host/v1")
    assert "sk-secret" not in str(refused.value)


def test_secrets_in_urls_are_not_shown() -> None:
    settings = Settings.from_environment(
        {
            "DOSSIER_CHROMA_URL": "http://me:sk-secret@host:8000/?token=sk-secret",
            "DOSSIER_LLM_BASE_URL": "http://host/v1?api_key=sk-secret",
        }
    )
    assert settings.chroma_url == "http://me:sk-secret@host:8000/?token=sk-secret"
    assert settings.llm_base_url == "http://host/v1?api_key=sk-secret"
    shown = f"{settings!r} {settings} {settings.model_dump_json()} {settings.shown()}"
    assert "sk-secret" not in shown
    assert "http://***@host:8000/?token=***" in shown
    assert "http://host/v1?api_key=***" in shown


def test_settings_made_in_code_do_not_read_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOSSIER_PASSAGES_LIMIT", "9")
    assert Settings().passages_limit == 5
    assert Settings.from_environment().passages_limit == 9


def test_a_wrong_value_in_code_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(SettingsError, match="DOSSIER_PASSAGES_LIMIT is 0"):
        Settings(passages_limit=0)
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"DOSSIER_LLM_API_KEY": "sk-secret", "DOSSIER_PORT": "0"})
    assert "sk-secret" not in str(raised.value)


def test_message_and_remedy_are_apart() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"DOSSIER_PROT": "1"})
    assert raised.value.message == "Unknown setting DOSSIER_PROT."
    assert raised.value.remedy == "Did you mean DOSSIER_PORT?"
    assert str(raised.value) == "Unknown setting DOSSIER_PROT. Did you mean DOSSIER_PORT?"
